package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when no connection to the provider could be established, or when it was lost.
 * Retryable if no byte of a response had been received.
 *
 * @since 0.1.0
 */
public class NetworkException extends AdapterException {

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public NetworkException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
