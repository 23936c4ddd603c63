package ai.matey.springai.autoconfigure;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

import ai.matey.ir.IRResponseFormat;
import ai.matey.springai.TogetherChatOptions;

/**
 * Options of the chat models. Only what is set is sent.
 *
 * @param model Model to ask; together.default-model if not set. A named client with a
 * default model of its own keeps that.
 * @param temperature Randomness; 0 is the least.
 * @param maxTokens Most tokens to generate.
 * @param topP Nucleus sampling, 0 to 1.
 * @param topK How many of the most likely tokens are considered.
 * @param minP Least relative probability of a considered token, 0 to 1.
 * @param frequencyPenalty Penalty on frequent tokens, -2 to 2.
 * @param presencePenalty Penalty on tokens already present, -2 to 2.
 * @param repetitionPenalty Penalty on repetition; 1 is neutral.
 * @param stopSequences Texts that end the response.
 * @param seed Seed for repeatable sampling.
 * @param n How many generations are asked for.
 * @param logprobs How many alternatives are reported for each token; 0 reports the chosen
 * token only.
 * @param logitBias Bias for each token id.
 * @param reasoning Whether a hybrid model reasons before it answers.
 * @param reasoningEffort How hard the model reasons.
 * @param chatTemplateKwargs Arguments of the model's chat template. Write names with an
 * underscore in brackets: "[enable_thinking]".
 * @param safetyModel Moderation model that checks the tokens.
 * @param contextLengthExceededBehavior What happens if the prompt and max-tokens exceed
 * the model's context.
 * @param parallelToolCalls Whether the model may ask for several tools at once.
 * @param toolChoice Whether and which tool the model shall use: auto, none, required or a
 * tool's name.
 * @param responseFormat Form of the response.
 * @param customFields Fields that are sent as they are. Write names with an underscore in
 * brackets: "[my_field]".
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
	 * Return the options.
	 * @return options with all that is set
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
			.chatTemplateKwargs(this.chatTemplateKwargs)
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
	 * Form of a response.
	 */
	public enum ResponseFormat {

		/** Any text. */
		TEXT,

		/** A JSON object of any shape. */
		JSON_OBJECT;

		IRResponseFormat format() {
			return (this == TEXT) ? new IRResponseFormat.Text() : new IRResponseFormat.JsonObject();
		}

	}

}
