package ai.matey.springai.autoconfigure;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import ai.matey.ir.IRResponseFormat;
import ai.matey.springai.TogetherChatOptions;

/**
 * Options for chat models. Only what is set is sent.
 *
 * @param model Model to use. Falls back to together.default-model. The default model of a
 * named client takes precedence for that client.
 * @param temperature Randomness of the generation, where 0 is the least random.
 * @param maxTokens Maximum number of tokens to generate.
 * @param topP Nucleus sampling, 0 to 1.
 * @param topK Number of most likely tokens to consider.
 * @param minP Minimum probability of a token relative to the most likely one, 0 to 1.
 * @param frequencyPenalty Penalty for frequent tokens, -2 to 2.
 * @param presencePenalty Penalty for tokens that are already present, -2 to 2.
 * @param repetitionPenalty Penalty for repetition, where 1 is neutral.
 * @param stopSequences Texts that end the response.
 * @param seed Seed for repeatable sampling.
 * @param n Number of generations to request.
 * @param logprobs Number of alternatives to report for each token, where 0 reports only
 * the chosen token.
 * @param logitBias Bias for each token ID.
 * @param reasoning Whether a hybrid model reasons before it responds.
 * @param reasoningEffort Effort of reasoning.
 * @param chatTemplateKwargs Arguments of the model's chat template. Write names with an
 * underscore in brackets: "[enable_thinking]". YAML keeps numbers, which are texts
 * elsewhere.
 * @param safetyModel Moderation model that checks the tokens.
 * @param contextLengthExceededBehavior Behavior if the prompt and max-tokens exceed the
 * model's context length.
 * @param parallelToolCalls Whether the model may request several tool calls at once.
 * @param toolChoice Tool choice: auto, none, required or the name of a tool.
 * @param responseFormat Format of the response.
 * @param customFields Additional fields, which are sent unchanged. Write names with an
 * underscore in brackets: "[my_field]". YAML keeps numbers and booleans, which are texts
 * elsewhere.
 * @since 0.1.0
 */
@ConfigurationProperties("spring.ai.together.chat")
public record TogetherChatProperties(@Nullable String model, @Nullable Double temperature, @Nullable Integer maxTokens,
		@Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double frequencyPenalty,
		@Nullable Double presencePenalty, @Nullable Double repetitionPenalty, @Nullable List<String> stopSequences,
		@Nullable Long seed, @Nullable Integer n, @Nullable Integer logprobs,
		@DefaultValue Map<String, Double> logitBias, @Nullable Boolean reasoning, @Nullable String reasoningEffort,
		@DefaultValue Map<String, Object> chatTemplateKwargs, @Nullable String safetyModel,
		@Nullable String contextLengthExceededBehavior, @Nullable Boolean parallelToolCalls,
		@Nullable String toolChoice, @Nullable ResponseFormat responseFormat,
		@DefaultValue Map<String, Object> customFields) {

	/**
	 * Return the options that are set.
	 * @return the options
	 */
	TogetherChatOptions options() {
		TogetherChatOptions.Builder builder = TogetherChatOptions.builder()
			.model(this.model)
			.temperature(this.temperature)
			.maxTokens(this.maxTokens)
			.topP(this.topP)
			.topK(this.topK)
			.frequencyPenalty(this.frequencyPenalty)
			.presencePenalty(this.presencePenalty)
			.stopSequences(this.stopSequences)
			.minP(this.minP)
			.repetitionPenalty(this.repetitionPenalty)
			.seed(this.seed)
			.n(this.n)
			.logprobs(this.logprobs)
			.logitBias(this.logitBias)
			.reasoning(this.reasoning)
			.reasoningEffort(this.reasoningEffort)
			.chatTemplateKwargs(booleans(this.chatTemplateKwargs))
			.safetyModel(this.safetyModel)
			.contextLengthExceededBehavior(this.contextLengthExceededBehavior)
			.toolChoice(this.toolChoice)
			.responseFormat((this.responseFormat != null) ? this.responseFormat.format() : null);
		if (this.parallelToolCalls != null) {
			builder.parallelToolCalls(this.parallelToolCalls);
		}
		this.customFields.forEach(builder::customField);
		return builder.build();
	}

	/**
	 * Outside YAML, all values are texts, but a template takes the text {@code false} for
	 * true.
	 */
	private static Map<String, Object> booleans(Map<String, Object> arguments) {
		Map<String, Object> converted = new LinkedHashMap<>(arguments);
		converted.replaceAll((name, value) -> switch (value.toString()) {
			case "true" -> true;
			case "false" -> false;
			default -> value;
		});
		return converted;
	}

	/**
	 * Format of a response.
	 */
	public enum ResponseFormat {

		/** Any text. */
		TEXT,

		/** Any JSON object. */
		JSON_OBJECT;

		IRResponseFormat format() {
			return (this == TEXT) ? new IRResponseFormat.Text() : new IRResponseFormat.JsonObject();
		}

	}

}
