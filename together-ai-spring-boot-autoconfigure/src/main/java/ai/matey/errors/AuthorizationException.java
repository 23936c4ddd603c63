package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * The key is known but may not do this, or has no credit left. Never retryable.
 */
public class AuthorizationException extends AdapterException {

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public AuthorizationException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
