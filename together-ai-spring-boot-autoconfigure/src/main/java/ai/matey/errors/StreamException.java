package ai.matey.errors;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatResponse;

/**
 * Thrown when a stream that had started was cut off, stalled, became unreadable, or was
 * ended with an error by the provider. {@link #partialResponse()} returns what was
 * received before, except in a deserialized copy.
 *
 * @since 0.1.0
 */
public class StreamException extends AdapterException {

	private final transient @Nullable IRChatResponse partialResponse;

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param partialResponse what was received before the failure, or {@code null}
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public StreamException(ErrorCode code, boolean retryable, @Nullable IRChatResponse partialResponse, String message,
			ErrorDetails details, @Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
		this.partialResponse = partialResponse;
	}

	/**
	 * Return what was received before the failure.
	 * @return the partial response, or {@code null} if nothing was received
	 */
	public @Nullable IRChatResponse partialResponse() {
		return this.partialResponse;
	}

}
