package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A chat response.
 *
 * @param choices the choices in the order of their index; at least one, and more than one
 * only for {@code n > 1}. The partial response of a failed stream may have none.
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata metadata of the response
 * @param echoedPrompt the prompt as the model saw it; empty unless requested
 * @param raw the unmodified body from the provider, or {@code null} unless
 * {@link IRChatRequest#includeRaw() requested}; for a stream, the data of its events, one
 * per line
 * @since 0.1.0
 */
public record IRChatResponse(List<IRChoice> choices, @Nullable IRUsage usage, IRMetadata metadata,
		List<IREchoedPrompt> echoedPrompt, @Nullable String raw) implements IRResponse {

	private static final IRMessage EMPTY = new IRMessage(IRRole.ASSISTANT, List.of());

	public IRChatResponse {
		choices = List.copyOf(choices);
		Objects.requireNonNull(metadata, "metadata must not be null");
		echoedPrompt = List.copyOf(echoedPrompt);
	}

	/**
	 * Create a response without an echoed prompt or a raw body.
	 * @param choices the choices
	 * @param usage the tokens used, or {@code null}
	 * @param metadata metadata of the response
	 */
	public IRChatResponse(List<IRChoice> choices, @Nullable IRUsage usage, IRMetadata metadata) {
		this(choices, usage, metadata, List.of(), null);
	}

	/**
	 * Create a complete response from its text, for tests and for middleware that
	 * responds itself.
	 * @param text the text of the response
	 * @return the response
	 */
	public static IRChatResponse of(String text) {
		return new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant(text), FinishReason.STOP)), null,
				IRMetadata.builder().build());
	}

	/**
	 * Return the message of the first choice.
	 * @return the message
	 */
	public IRMessage message() {
		return this.choices.isEmpty() ? EMPTY : this.choices.get(0).message();
	}

	/**
	 * Return the text of the first choice.
	 * @return the text, empty if there is none
	 */
	public String text() {
		return message().text();
	}

	/**
	 * Return the finish reason of the first choice.
	 * @return the reason
	 */
	public FinishReason finishReason() {
		return this.choices.isEmpty() ? FinishReason.UNKNOWN : this.choices.get(0).finishReason();
	}

	/**
	 * Return a copy with other metadata.
	 * @param metadata the metadata
	 * @return the copy
	 */
	public IRChatResponse withMetadata(IRMetadata metadata) {
		return new IRChatResponse(this.choices, this.usage, metadata, this.echoedPrompt, this.raw);
	}

	@Override
	public String toString() {
		return "IRChatResponse[choices=" + this.choices.size() + ", finishReason=" + finishReason() + ", usage="
				+ this.usage + ", metadata=" + this.metadata + "]";
	}

}
