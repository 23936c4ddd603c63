package ai.matey.ir;

import java.util.List;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A model's answer.
 *
 * @param choices the answers in the order of their index; at least one, more only for
 * {@code n > 1}. The partial answer of a failed stream may have none.
 * @param usage the tokens used, or {@code null} if the provider did not say
 * @param metadata who answered and how
 * @param echoedPrompt the prompt as the model saw it; empty unless asked for
 * @param raw the provider's body as it came, or {@code null} unless
 * {@link IRChatRequest#includeRaw() asked for}; of a stream its events' data, one a line
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
	 * An answer with neither echo nor raw body.
	 * @param choices the answers
	 * @param usage the tokens used, or {@code null}
	 * @param metadata who answered and how
	 */
	public IRChatResponse(List<IRChoice> choices, @Nullable IRUsage usage, IRMetadata metadata) {
		this(choices, usage, metadata, List.of(), null);
	}

	/**
	 * Create a complete response from its text, for tests and for middleware that answers
	 * itself.
	 * @param text text of the answer
	 * @return the response
	 */
	public static IRChatResponse of(String text) {
		return new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant(text), FinishReason.STOP)), null,
				IRMetadata.builder().build());
	}

	/**
	 * Return what the model said.
	 * @return the first choice's message
	 */
	public IRMessage message() {
		return this.choices.isEmpty() ? EMPTY : this.choices.get(0).message();
	}

	/**
	 * Return the answer's text.
	 * @return the first choice's text, empty if there is none
	 */
	public String text() {
		return message().text();
	}

	/**
	 * Return why the model stopped.
	 * @return the first choice's reason
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
