package ai.matey.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A request for an answer. The same request serves a plain call and a stream.
 *
 * <pre>{@code
 * IRChatRequest request = IRChatRequest.builder()
 *     .model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
 *     .system("Answer in one sentence.")
 *     .user("Why is the sky blue?")
 *     .parameters((parameters) -> parameters.maxTokens(200).temperature(0.2))
 *     .build();
 * }</pre>
 *
 * @param messages the conversation in order
 * @param parameters how the model shall answer
 * @param tools the tools that it may ask for
 * @param toolChoice whether and which tool it shall use, or {@code null}
 * @param responseFormat the form of the answer, or {@code null}
 * @param metadata the request's id, provenance and warnings
 * @param deadlines deadlines of this call, laid over the client's
 * @param maxAttempts how many times this request is sent at most, the first time
 * included; 1 switches retries off, {@code null} leaves it to the client
 * @param includeRaw whether the answer shall carry the provider's body as it came
 * @param assembleResponse whether the last chunk of a stream carries what the model said;
 * {@code false} leaves finish reasons, usage and metadata, so that a stream may go on for
 * as long as it likes
 */
public record IRChatRequest(List<IRMessage> messages, IRParameters parameters, List<IRTool> tools,
		@Nullable IRToolChoice toolChoice, @Nullable IRResponseFormat responseFormat, IRMetadata metadata,
		IRDeadlines deadlines, @Nullable Integer maxAttempts, boolean includeRaw,
		boolean assembleResponse) implements IRRequest {

	public IRChatRequest {
		messages = List.copyOf(messages);
		Objects.requireNonNull(parameters, "parameters must not be null");
		tools = List.copyOf(tools);
		Objects.requireNonNull(metadata, "metadata must not be null");
		Objects.requireNonNull(deadlines, "deadlines must not be null");
		if (maxAttempts != null && maxAttempts < 1) {
			throw new IllegalArgumentException(
					"maxAttempts must be at least 1 (1 switches retries off) but is " + maxAttempts);
		}
	}

	/**
	 * Create a builder of an empty request.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a request of one user message.
	 * @param text the message
	 * @return the request
	 */
	public static IRChatRequest of(String text) {
		return builder().user(text).build();
	}

	/**
	 * Create a builder that starts with this request. The copy keeps the request id.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.messages.addAll(this.messages);
		builder.parameters = this.parameters;
		builder.tools.addAll(this.tools);
		builder.toolChoice = this.toolChoice;
		builder.responseFormat = this.responseFormat;
		builder.metadata = this.metadata;
		builder.deadlines = this.deadlines;
		builder.maxAttempts = this.maxAttempts;
		builder.includeRaw = this.includeRaw;
		builder.assembleResponse = this.assembleResponse;
		return builder;
	}

	/**
	 * Return the model that is asked.
	 * @return the model, or {@code null} for the backend's default
	 */
	@Override
	public @Nullable String model() {
		return this.parameters.model();
	}

	@Override
	public String toString() {
		return "IRChatRequest[" + this.messages.size() + " messages, parameters=" + this.parameters + ", "
				+ this.tools.size() + " tools, metadata=" + this.metadata + "]";
	}

	/**
	 * Builds an {@link IRChatRequest}. Not thread-safe.
	 */
	public static final class Builder {

		private final List<IRMessage> messages = new ArrayList<>();

		private IRParameters parameters = IRParameters.NONE;

		private final List<IRTool> tools = new ArrayList<>();

		private @Nullable IRToolChoice toolChoice;

		private @Nullable IRResponseFormat responseFormat;

		private @Nullable IRMetadata metadata;

		private IRDeadlines deadlines = IRDeadlines.INHERIT;

		private @Nullable Integer maxAttempts;

		private boolean includeRaw;

		private boolean assembleResponse = true;

		private Builder() {
		}

		/**
		 * Replace the conversation.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder messages(List<IRMessage> messages) {
			this.messages.clear();
			this.messages.addAll(messages);
			return this;
		}

		/**
		 * Add messages to the conversation.
		 * @param messages the messages in order
		 * @return this builder
		 */
		public Builder message(IRMessage... messages) {
			this.messages.addAll(Arrays.asList(messages));
			return this;
		}

		/**
		 * Add a system message before the conversation, where many models expect it, and
		 * after the system messages that are already there.
		 * @param text its text
		 * @return this builder
		 */
		public Builder system(String text) {
			int position = 0;
			while (position < this.messages.size() && this.messages.get(position).role() == IRRole.SYSTEM) {
				position++;
			}
			this.messages.add(position, IRMessage.system(text));
			return this;
		}

		/**
		 * Add a user's message.
		 * @param text its text
		 * @return this builder
		 */
		public Builder user(String text) {
			return message(IRMessage.user(text));
		}

		/**
		 * The model to ask.
		 * @param model the model, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			return parameters((parameters) -> parameters.model(model));
		}

		/**
		 * Replace all parameters, the model too.
		 * @param parameters how the model shall answer
		 * @return this builder
		 */
		public Builder parameters(IRParameters parameters) {
			this.parameters = parameters;
			return this;
		}

		/**
		 * Change some parameters.
		 * @param change what to change
		 * @return this builder
		 */
		public Builder parameters(Consumer<IRParameters.Builder> change) {
			IRParameters.Builder builder = this.parameters.mutate();
			change.accept(builder);
			this.parameters = builder.build();
			return this;
		}

		/**
		 * Add tools.
		 * @param tools the tools that the model may ask for
		 * @return this builder
		 */
		public Builder tool(IRTool... tools) {
			this.tools.addAll(Arrays.asList(tools));
			return this;
		}

		/**
		 * Replace the tools.
		 * @param tools the tools that the model may ask for
		 * @return this builder
		 */
		public Builder tools(List<IRTool> tools) {
			this.tools.clear();
			this.tools.addAll(tools);
			return this;
		}

		/**
		 * Whether and which tool the model shall use.
		 * @param toolChoice the choice, or {@code null} to leave it to the provider
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable IRToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * The form of the answer.
		 * @param responseFormat the form, or {@code null} for any text
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable IRResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		/**
		 * The request's id, provenance and warnings.
		 * @param metadata the metadata; by default with a random request id
		 * @return this builder
		 */
		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Deadlines of this call.
		 * @param deadlines laid over the client's
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * How many times this request is sent at most. Whether and when it is sent again
		 * stays the client's business.
		 * @param maxAttempts the number, the first time included; 1 switches retries off,
		 * {@code null} leaves it to the client
		 * @return this builder
		 */
		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Whether the answer shall carry the provider's body as it came.
		 * @param includeRaw {@code false} by default
		 * @return this builder
		 */
		public Builder includeRaw(boolean includeRaw) {
			this.includeRaw = includeRaw;
			return this;
		}

		/**
		 * Set whether the last chunk of a stream carries what the model said. Without it
		 * nothing is kept of what was delivered; a response that is not streamed always
		 * has its content.
		 * @param assembleResponse {@code true} by default
		 * @return this builder
		 */
		public Builder assembleResponse(boolean assembleResponse) {
			this.assembleResponse = assembleResponse;
			return this;
		}

		/**
		 * Build the request.
		 * @return the request
		 */
		public IRChatRequest build() {
			IRMetadata metadata = (this.metadata != null) ? this.metadata : IRMetadata.builder().build();
			return new IRChatRequest(this.messages, this.parameters, this.tools, this.toolChoice, this.responseFormat,
					metadata, this.deadlines, this.maxAttempts, this.includeRaw, this.assembleResponse);
		}

	}

}
