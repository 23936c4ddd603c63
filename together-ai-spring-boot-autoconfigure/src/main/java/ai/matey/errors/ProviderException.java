package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * The provider failed or has no capacity. Mostly retryable, see {@link #isRetryable()}.
 */
public class ProviderException extends AdapterException {

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public ProviderException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
