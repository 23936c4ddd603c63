package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the request is invalid, so that repeating it will fail again. Either the
 * adapter rejects it before it is sent, or the provider does, in which case there is a
 * {@link #status()}.
 *
 * @since 0.1.0
 */
public class ValidationException extends AdapterException {

	private final @Nullable String field;

	/**
	 * Create the exception.
	 * @param code the error code
	 * @param field the path of the invalid field, such as {@code messages[1].content}, or
	 * {@code null}
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public ValidationException(ErrorCode code, @Nullable String field, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, false, message, details, cause);
		this.field = field;
	}

	/**
	 * Return the path of the invalid field.
	 * @return the path, or {@code null} if unknown
	 */
	public @Nullable String field() {
		return this.field;
	}

}
