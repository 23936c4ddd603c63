package ai.matey.frontend.openai.format;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A request in OpenAI's format, with Together's additions. Only fields that are set are
 * sent: {@code null} selects the provider's default. Unknown fields are kept and passed
 * on. Whole numbers are kept as received; if they have a fraction or are out of range,
 * the translation of the request rejects them.
 *
 * <pre>{@code
 * ChatCompletionRequest request = ChatCompletionRequest.builder()
 *     .model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
 *     .system("Answer in one sentence.")
 *     .user("Why is the sky blue?")
 *     .maxTokens(200)
 *     .build();
 * }</pre>
 *
 * @param model the model to use, or {@code null} for the backend's default
 * @param messages the conversation in order
 * @param maxTokens maximum number of tokens to generate
 * @param maxCompletionTokens OpenAI's newer name of {@code max_tokens}
 * @param temperature randomness of the generation, from 0 for the least
 * @param topP nucleus sampling, 0 to 1
 * @param topK the number of most likely tokens to consider
 * @param minP minimum relative probability of a token to consider, 0 to 1
 * @param frequencyPenalty penalty on frequent tokens, -2 to 2; higher values repeat them
 * less
 * @param presencePenalty penalty on tokens already present, -2 to 2; higher values favour
 * new topics
 * @param repetitionPenalty penalty on repetition; higher values repeat less, 1 is neutral
 * @param stop texts that stop the generation; a plain string is read as a list of one
 * @param logitBias bias per token id
 * @param seed seed for repeatable sampling on a best-effort basis
 * @param n the number of choices to generate
 * @param logprobs OpenAI's boolean, or Together's number of alternatives per token
 * @param topLogprobs number of alternatives per token if {@code logprobs} is {@code
 * true}
 * @param echo whether the response repeats the prompt
 * @param stream whether the response should be streamed, for servers that read it; a
 * bridge ignores it, since the called method decides
 * @param streamOptions options of a streamed response
 * @param responseFormat the format of the response
 * @param tools the tools that the model may call
 * @param toolChoice whether the model should use a tool, and which one
 * @param functions deprecated form of {@code tools}
 * @param functionCall deprecated form of {@code tool_choice}
 * @param reasoning whether the model reasons
 * @param reasoningEffort how hard the model reasons, such as {@code low}
 * @param contextLengthExceededBehavior {@code error} or {@code truncate}
 * @param chatTemplateKwargs arguments of the model's chat template
 * @param safetyModel a moderation model that checks the content
 * @param user an opaque id of the end user
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatCompletionRequest(@JsonProperty("model") @Nullable String model,
		@JsonProperty("messages") List<ChatMessage> messages, @JsonProperty("max_tokens") @Nullable Number maxTokens,
		@JsonProperty("max_completion_tokens") @Nullable Number maxCompletionTokens,
		@JsonProperty("temperature") @Nullable Double temperature, @JsonProperty("top_p") @Nullable Double topP,
		@JsonProperty("top_k") @Nullable Number topK, @JsonProperty("min_p") @Nullable Double minP,
		@JsonProperty("frequency_penalty") @Nullable Double frequencyPenalty,
		@JsonProperty("presence_penalty") @Nullable Double presencePenalty,
		@JsonProperty("repetition_penalty") @Nullable Double repetitionPenalty,
		@JsonProperty("stop") @JsonFormat(
				with = JsonFormat.Feature.ACCEPT_SINGLE_VALUE_AS_ARRAY) @Nullable List<String> stop,
		@JsonProperty("logit_bias") @Nullable Map<String, Double> logitBias,
		@JsonProperty("seed") @Nullable Number seed, @JsonProperty("n") @Nullable Number n,
		@JsonProperty("logprobs") @Nullable Object logprobs, @JsonProperty("top_logprobs") @Nullable Number topLogprobs,
		@JsonProperty("echo") @Nullable Boolean echo, @JsonProperty("stream") @Nullable Boolean stream,
		@JsonProperty("stream_options") @Nullable StreamOptions streamOptions,
		@JsonProperty("response_format") @Nullable ResponseFormat responseFormat,
		@JsonProperty("tools") @Nullable List<ChatTool> tools,
		@JsonProperty("tool_choice") @Nullable ToolChoice toolChoice,
		@JsonProperty("functions") @Nullable List<ChatTool.Function> functions,
		@JsonProperty("function_call") @Nullable ToolChoice functionCall,
		@JsonProperty("reasoning") @Nullable ReasoningOptions reasoning,
		@JsonProperty("reasoning_effort") @Nullable String reasoningEffort,
		@JsonProperty("context_length_exceeded_behavior") @Nullable String contextLengthExceededBehavior,
		@JsonProperty("chat_template_kwargs") @Nullable Map<String, @Nullable Object> chatTemplateKwargs,
		@JsonProperty("safety_model") @Nullable String safetyModel, @JsonProperty("user") @Nullable String user,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ChatCompletionRequest {
		messages = WireCopies.list(messages);
		stop = WireCopies.optional(stop);
		logitBias = (logitBias != null) ? WireCopies.map(logitBias) : null;
		tools = WireCopies.optional(tools);
		functions = WireCopies.optional(functions);
		chatTemplateKwargs = (chatTemplateKwargs != null) ? WireCopies.fields(chatTemplateKwargs) : null;
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create a builder of an empty request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a builder initialized with this request.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.messages.addAll(this.messages);
		builder.maxTokens = this.maxTokens;
		builder.maxCompletionTokens = this.maxCompletionTokens;
		builder.temperature = this.temperature;
		builder.topP = this.topP;
		builder.topK = this.topK;
		builder.minP = this.minP;
		builder.frequencyPenalty = this.frequencyPenalty;
		builder.presencePenalty = this.presencePenalty;
		builder.repetitionPenalty = this.repetitionPenalty;
		builder.stop = this.stop;
		builder.logitBias = this.logitBias;
		builder.seed = this.seed;
		builder.n = this.n;
		builder.logprobs = this.logprobs;
		builder.topLogprobs = this.topLogprobs;
		builder.echo = this.echo;
		builder.stream = this.stream;
		builder.streamOptions = this.streamOptions;
		builder.responseFormat = this.responseFormat;
		builder.tools = this.tools;
		builder.toolChoice = this.toolChoice;
		builder.functions = this.functions;
		builder.functionCall = this.functionCall;
		builder.reasoning = this.reasoning;
		builder.reasoningEffort = this.reasoningEffort;
		builder.contextLengthExceededBehavior = this.contextLengthExceededBehavior;
		builder.chatTemplateKwargs = this.chatTemplateKwargs;
		builder.safetyModel = this.safetyModel;
		builder.user = this.user;
		builder.additional.putAll(this.additional);
		return builder;
	}

	/**
	 * Return the model, counts and names, but nothing that anybody wrote.
	 */
	@Override
	public String toString() {
		return "ChatCompletionRequest[model=" + this.model + ", " + this.messages.size() + " messages, "
				+ ((this.tools != null) ? this.tools.size() : 0) + " tools, stream=" + this.stream + ", additional="
				+ this.additional.keySet() + "]";
	}

	/**
	 * Builds a {@link ChatCompletionRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private final List<ChatMessage> messages = new ArrayList<>();

		private @Nullable Number maxTokens;

		private @Nullable Number maxCompletionTokens;

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Number topK;

		private @Nullable Double minP;

		private @Nullable Double frequencyPenalty;

		private @Nullable Double presencePenalty;

		private @Nullable Double repetitionPenalty;

		private @Nullable List<String> stop;

		private @Nullable Map<String, Double> logitBias;

		private @Nullable Number seed;

		private @Nullable Number n;

		private @Nullable Object logprobs;

		private @Nullable Number topLogprobs;

		private @Nullable Boolean echo;

		private @Nullable Boolean stream;

		private @Nullable StreamOptions streamOptions;

		private @Nullable ResponseFormat responseFormat;

		private @Nullable List<ChatTool> tools;

		private @Nullable ToolChoice toolChoice;

		private @Nullable List<ChatTool.Function> functions;

		private @Nullable ToolChoice functionCall;

		private @Nullable ReasoningOptions reasoning;

		private @Nullable String reasoningEffort;

		private @Nullable String contextLengthExceededBehavior;

		private @Nullable Map<String, @Nullable Object> chatTemplateKwargs;

		private @Nullable String safetyModel;

		private @Nullable String user;

		private final Map<String, @Nullable Object> additional = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Set the model to use.
		 * @param model the model to use, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Replace the conversation.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder messages(List<ChatMessage> messages) {
			this.messages.clear();
			this.messages.addAll(messages);
			return this;
		}

		/**
		 * Add messages to the conversation.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder message(ChatMessage... messages) {
			this.messages.addAll(Arrays.asList(messages));
			return this;
		}

		/**
		 * Add a system message at the beginning of the conversation, where many models
		 * expect it, after any existing system messages.
		 * @param text the text of the message
		 * @return this builder
		 */
		public Builder system(String text) {
			int position = 0;
			while (position < this.messages.size() && isInstruction(this.messages.get(position))) {
				position++;
			}
			this.messages.add(position, ChatMessage.system(text));
			return this;
		}

		private static boolean isInstruction(ChatMessage message) {
			return "system".equals(message.role()) || "developer".equals(message.role());
		}

		/**
		 * Add a user message.
		 * @param text the text of the message
		 * @return this builder
		 */
		public Builder user(String text) {
			return message(ChatMessage.user(text));
		}

		/**
		 * Set the maximum number of tokens to generate.
		 * @param maxTokens maximum number of tokens to generate, or {@code null}
		 * @return this builder
		 */
		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		/**
		 * Set the maximum number of tokens under OpenAI's newer name of
		 * {@code max_tokens}.
		 * @param maxCompletionTokens OpenAI's newer name of {@code max_tokens}, or {@code
		 * null}
		 * @return this builder
		 */
		public Builder maxCompletionTokens(@Nullable Integer maxCompletionTokens) {
			this.maxCompletionTokens = maxCompletionTokens;
			return this;
		}

		/**
		 * Set the randomness of the generation, from 0 for the least.
		 * @param temperature randomness of the generation, from 0 for the least, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		/**
		 * Set nucleus sampling, 0 to 1.
		 * @param topP nucleus sampling, 0 to 1, or {@code null}
		 * @return this builder
		 */
		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		/**
		 * Set the number of most likely tokens to consider.
		 * @param topK the number of most likely tokens to consider, or {@code null}
		 * @return this builder
		 */
		public Builder topK(@Nullable Integer topK) {
			this.topK = topK;
			return this;
		}

		/**
		 * Set the minimum relative probability of a token to consider, 0 to 1.
		 * @param minP minimum relative probability of a token to consider, 0 to 1, or
		 * {@code
		 * null}
		 * @return this builder
		 */
		public Builder minP(@Nullable Double minP) {
			this.minP = minP;
			return this;
		}

		/**
		 * Set the penalty on frequent tokens, -2 to 2.
		 * @param frequencyPenalty penalty on frequent tokens, -2 to 2; higher values
		 * repeat them less, or {@code
		 * null}
		 * @return this builder
		 */
		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		/**
		 * Set the penalty on tokens already present, -2 to 2.
		 * @param presencePenalty penalty on tokens already present, -2 to 2; higher
		 * values favour new topics, or {@code null}
		 * @return this builder
		 */
		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		/**
		 * Set the penalty on repetition; 1 is neutral.
		 * @param repetitionPenalty penalty on repetition; higher values repeat less, 1 is
		 * neutral, or {@code null}
		 * @return this builder
		 */
		public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
			this.repetitionPenalty = repetitionPenalty;
			return this;
		}

		/**
		 * Set the texts that stop the generation.
		 * @param stop texts that stop the generation; a plain string is read as a list of
		 * one, or {@code null}
		 * @return this builder
		 */
		public Builder stop(@Nullable List<String> stop) {
			this.stop = stop;
			return this;
		}

		/**
		 * Set the bias per token id.
		 * @param logitBias bias per token id, or {@code null}
		 * @return this builder
		 */
		public Builder logitBias(@Nullable Map<String, Double> logitBias) {
			this.logitBias = logitBias;
			return this;
		}

		/**
		 * Set the seed for repeatable sampling on a best-effort basis.
		 * @param seed seed for repeatable sampling on a best-effort basis, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable Number seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * Set the number of choices to generate.
		 * @param n the number of choices to generate, or {@code null}
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * Set whether to return log probabilities as a {@link Boolean}, as with OpenAI,
		 * or as the number of alternatives per token, as with Together.
		 * @param logprobs OpenAI's boolean, or Together's number of alternatives per
		 * token, or {@code null}
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Object logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Set the number of alternatives per token if {@code logprobs} is {@code true}.
		 * @param topLogprobs number of alternatives per token if {@code logprobs} is
		 * {@code true}, or {@code null}
		 * @return this builder
		 */
		public Builder topLogprobs(@Nullable Integer topLogprobs) {
			this.topLogprobs = topLogprobs;
			return this;
		}

		/**
		 * Set whether the response repeats the prompt.
		 * @param echo whether the response repeats the prompt, or {@code null}
		 * @return this builder
		 */
		public Builder echo(@Nullable Boolean echo) {
			this.echo = echo;
			return this;
		}

		/**
		 * Set whether the response should be streamed; for servers that read it.
		 * @param stream whether the response should be streamed, or {@code null}
		 * @return this builder
		 */
		public Builder stream(@Nullable Boolean stream) {
			this.stream = stream;
			return this;
		}

		/**
		 * Set the options of a streamed response.
		 * @param streamOptions options of a streamed response, or {@code null}
		 * @return this builder
		 */
		public Builder streamOptions(@Nullable StreamOptions streamOptions) {
			this.streamOptions = streamOptions;
			return this;
		}

		/**
		 * Set the format of the response.
		 * @param responseFormat the format of the response, or {@code null}
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable ResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		/**
		 * Replace the tools that the model may call.
		 * @param tools the tools that the model may call, or {@code null}
		 * @return this builder
		 */
		public Builder tools(@Nullable List<ChatTool> tools) {
			this.tools = tools;
			return this;
		}

		/**
		 * Set whether the model should use a tool, and which one.
		 * @param toolChoice whether the model should use a tool, and which one, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable ToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Set the tools in the deprecated form.
		 * @param functions deprecated form of {@code tools}, or {@code null}
		 * @return this builder
		 */
		public Builder functions(@Nullable List<ChatTool.Function> functions) {
			this.functions = functions;
			return this;
		}

		/**
		 * Set the tool choice in the deprecated form.
		 * @param functionCall deprecated form of {@code tool_choice}, or {@code null}
		 * @return this builder
		 */
		public Builder functionCall(@Nullable ToolChoice functionCall) {
			this.functionCall = functionCall;
			return this;
		}

		/**
		 * Set whether the model reasons.
		 * @param reasoning whether the model reasons, or {@code null}
		 * @return this builder
		 */
		public Builder reasoning(@Nullable ReasoningOptions reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Set how hard the model reasons, such as {@code low}.
		 * @param reasoningEffort how hard the model reasons, such as {@code low}, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		/**
		 * Set what happens if the prompt and {@code max_tokens} exceed the model's
		 * context: {@code error} or {@code truncate}.
		 * @param contextLengthExceededBehavior {@code error} or {@code truncate}, or
		 * {@code null}
		 * @return this builder
		 */
		public Builder contextLengthExceededBehavior(@Nullable String contextLengthExceededBehavior) {
			this.contextLengthExceededBehavior = contextLengthExceededBehavior;
			return this;
		}

		/**
		 * Set the arguments of the model's chat template.
		 * @param chatTemplateKwargs arguments of the model's chat template, or {@code
		 * null}
		 * @return this builder
		 */
		public Builder chatTemplateKwargs(@Nullable Map<String, @Nullable Object> chatTemplateKwargs) {
			this.chatTemplateKwargs = chatTemplateKwargs;
			return this;
		}

		/**
		 * Set the moderation model that checks the content.
		 * @param safetyModel a moderation model that checks the content, or {@code null}
		 * @return this builder
		 */
		public Builder safetyModel(@Nullable String safetyModel) {
			this.safetyModel = safetyModel;
			return this;
		}

		/**
		 * Set the opaque id of the end user.
		 * @param user an opaque id of the end user, or {@code null}
		 * @return this builder
		 */
		public Builder endUser(@Nullable String user) {
			this.user = user;
			return this;
		}

		/**
		 * Add a field that has no property here.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder additional(String name, @Nullable Object value) {
			this.additional.put(name, value);
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public ChatCompletionRequest build() {
			return new ChatCompletionRequest(this.model, this.messages, this.maxTokens, this.maxCompletionTokens,
					this.temperature, this.topP, this.topK, this.minP, this.frequencyPenalty, this.presencePenalty,
					this.repetitionPenalty, this.stop, this.logitBias, this.seed, this.n, this.logprobs,
					this.topLogprobs, this.echo, this.stream, this.streamOptions, this.responseFormat, this.tools,
					this.toolChoice, this.functions, this.functionCall, this.reasoning, this.reasoningEffort,
					this.contextLengthExceededBehavior, this.chatTemplateKwargs, this.safetyModel, this.user,
					this.additional);
		}

	}

}
