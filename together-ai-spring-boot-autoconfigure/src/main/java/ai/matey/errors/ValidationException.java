package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * The request is wrong and will be wrong again. Thrown before sending where the adapter
 * can tell, else for the provider's refusal ({@link #status()} tells which).
 */
public class ValidationException extends AdapterException {

	private final @Nullable String field;

	/**
	 * Creates the exception.
	 * @param code what exactly went wrong
	 * @param field the field that is wrong, such as {@code messages[1].content}, or
	 * {@code null}
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public ValidationException(ErrorCode code, @Nullable String field, String message, ErrorDetails details,
			@Nullable Throwable cause) {
		super(code, false, message, details, cause);
		this.field = field;
	}

	/**
	 * The field that is wrong.
	 * @return the field's path, or {@code null} if unknown
	 */
	public @Nullable String field() {
		return this.field;
	}

}
