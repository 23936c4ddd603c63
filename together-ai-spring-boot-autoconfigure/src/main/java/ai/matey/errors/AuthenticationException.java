package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * The provider does not know who is asking: the key is missing or wrong. Never retryable.
 */
public class AuthenticationException extends AdapterException {

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public AuthenticationException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
