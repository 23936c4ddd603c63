package ai.matey.errors;

import org.jspecify.annotations.Nullable;

/**
 * Thrown when the provider's response cannot be understood or is larger than allowed. It
 * is not retryable, since the next response would most likely be the same.
 *
 * @since 0.1.0
 */
public class AdapterConversionException extends AdapterException {

	/**
	 * Create the exception.
	 * @param message the human-readable message
	 * @param details the details of the failure
	 * @param cause the cause, or {@code null}
	 */
	public AdapterConversionException(String message, ErrorDetails details, @Nullable Throwable cause) {
		super(ErrorCode.ADAPTER_CONVERSION_ERROR, false, message, details, cause);
	}

}
