package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when there is no connection to the provider, or when it broke. Retryable if no
 * byte of a response had been received.
 */
public class NetworkException extends AdapterException {

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message a message for people
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public NetworkException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
