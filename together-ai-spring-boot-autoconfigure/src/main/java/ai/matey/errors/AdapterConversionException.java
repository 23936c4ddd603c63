package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * The provider's answer could not be understood, or is larger than allowed. Not
 * retryable: the next answer would most likely be the same.
 */
public class AdapterConversionException extends AdapterException {

	/**
	 * Creates the exception.
	 * @param message what happened, for a person
	 * @param details the facts
	 * @param cause what caused it, or {@code null}
	 */
	public AdapterConversionException(String message, ErrorDetails details, @Nullable Throwable cause) {
		super(ErrorCode.ADAPTER_CONVERSION_ERROR, false, message, details, cause);
	}

}
