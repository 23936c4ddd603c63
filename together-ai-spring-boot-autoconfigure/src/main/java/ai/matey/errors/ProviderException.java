package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the provider failed or has no capacity. Mostly retryable, see
 * {@link #isRetryable()}.
 *
 * @since 0.1.0
 */
public class ProviderException extends AdapterException {

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param retryable whether the same request may succeed later
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public ProviderException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
