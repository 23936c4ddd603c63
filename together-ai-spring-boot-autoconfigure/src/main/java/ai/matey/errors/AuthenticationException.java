package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the key is missing, invalid or unavailable. Retryable only if the source of
 * the key failed or was too slow, see {@link #isRetryable()}.
 *
 * @since 0.1.0
 */
public class AuthenticationException extends AdapterException {

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public AuthenticationException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
