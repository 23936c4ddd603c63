package ai.matey.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

/**
 * A chat request. The same request can be used for a plain call and for a stream.
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
 * @param parameters parameters of the generation
 * @param tools the tools that the model may call
 * @param toolChoice whether the model should use a tool, and which one, or {@code null}
 * @param responseFormat the format of the response, or {@code null}
 * @param metadata the request's id, provenance and warnings
 * @param deadlines deadlines of this call, which override the client's
 * @param maxAttempts the maximum number of attempts, including the first; 1 disables
 * retries and {@code null} uses the client's setting
 * @param includeRaw whether the response should include the unmodified body from the
 * provider
 * @param assembleResponse whether the last chunk of a stream contains the complete
 * content; if {@code false} it contains only finish reasons, usage and metadata, so that
 * a stream of any length needs no memory for its content
 * @since 0.1.0
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
	 * Create a request with a single user message.
	 * @param text the message
	 * @return the request
	 */
	public static IRChatRequest of(String text) {
		return builder().user(text).build();
	}

	/**
	 * Create a builder initialized with this request. The request id is retained.
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
	 * Return the requested model.
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
		 * Add a system message at the beginning of the conversation, where many models
		 * expect it, after any existing system messages.
		 * @param text the text of the message
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
		 * Add a user message.
		 * @param text the text of the message
		 * @return this builder
		 */
		public Builder user(String text) {
			return message(IRMessage.user(text));
		}

		/**
		 * Set the model to use.
		 * @param model the model, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			return parameters((parameters) -> parameters.model(model));
		}

		/**
		 * Replace all parameters, including the model.
		 * @param parameters parameters of the generation
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
		 * @param tools the tools that the model may call
		 * @return this builder
		 */
		public Builder tool(IRTool... tools) {
			this.tools.addAll(Arrays.asList(tools));
			return this;
		}

		/**
		 * Replace the tools.
		 * @param tools the tools that the model may call
		 * @return this builder
		 */
		public Builder tools(List<IRTool> tools) {
			this.tools.clear();
			this.tools.addAll(tools);
			return this;
		}

		/**
		 * Set whether the model should use a tool, and which one.
		 * @param toolChoice the choice, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder toolChoice(@Nullable IRToolChoice toolChoice) {
			this.toolChoice = toolChoice;
			return this;
		}

		/**
		 * Set the format of the response.
		 * @param responseFormat the format, or {@code null} for any text
		 * @return this builder
		 */
		public Builder responseFormat(@Nullable IRResponseFormat responseFormat) {
			this.responseFormat = responseFormat;
			return this;
		}

		/**
		 * Set the request's id, provenance and warnings.
		 * @param metadata the metadata; by default with a random request id
		 * @return this builder
		 */
		public Builder metadata(IRMetadata metadata) {
			this.metadata = metadata;
			return this;
		}

		/**
		 * Set the deadlines of this call.
		 * @param deadlines the deadlines, which override the client's
		 * @return this builder
		 */
		public Builder deadlines(IRDeadlines deadlines) {
			this.deadlines = deadlines;
			return this;
		}

		/**
		 * Set the maximum number of attempts. The client still decides whether and when
		 * to retry.
		 * @param maxAttempts the number, including the first attempt; 1 disables retries
		 * and {@code null} uses the client's setting
		 * @return this builder
		 */
		public Builder maxAttempts(@Nullable Integer maxAttempts) {
			this.maxAttempts = maxAttempts;
			return this;
		}

		/**
		 * Set whether the response should include the unmodified body from the provider.
		 * @param includeRaw {@code false} by default
		 * @return this builder
		 */
		public Builder includeRaw(boolean includeRaw) {
			this.includeRaw = includeRaw;
			return this;
		}

		/**
		 * Set whether the last chunk of a stream contains the complete content. If it
		 * does not, content is discarded once it has been delivered. A response that is
		 * not streamed always has its content.
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
