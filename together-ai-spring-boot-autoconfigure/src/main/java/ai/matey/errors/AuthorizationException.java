package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the key is valid but lacks a permission or has no credit left. Never
 * retryable.
 *
 * @since 0.1.0
 */
public class AuthorizationException extends AdapterException {

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public AuthorizationException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
