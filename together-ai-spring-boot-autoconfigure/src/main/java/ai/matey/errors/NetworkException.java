package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * No connection, or one that broke. Retryable if no byte of an answer had come.
 */
public class NetworkException extends AdapterException {

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param retryable whether the same request may succeed later
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public NetworkException(ErrorCode code, boolean retryable, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, retryable, message, details, cause);
	}

}
