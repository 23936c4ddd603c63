package ai.matey.errors;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatResponse;

/**
 * A stream that had begun and did not end well: cut, stalled, unreadable, or failed by
 * the provider. {@link #partialResponse()} has what came before, except in a copy that
 * was made by serialization.
 */
public class StreamException extends AdapterException {

	private final transient @Nullable IRChatResponse partialResponse;

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param partialResponse what came before the failure, or {@code null}
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public StreamException(ErrorCode code, boolean retryable, @Nullable IRChatResponse partialResponse, String message,
			ErrorDetails details, @Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
		this.partialResponse = partialResponse;
	}

	/**
	 * What came before the failure.
	 * @return the partial answer, or {@code null} if nothing came
	 */
	public @Nullable IRChatResponse partialResponse() {
		return this.partialResponse;
	}

}
