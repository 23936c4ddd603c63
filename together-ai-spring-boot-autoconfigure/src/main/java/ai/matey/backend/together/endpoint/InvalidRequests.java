package ai.matey.backend.together.endpoint;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;

/**
 * Creates the errors of invalid requests, before anything is sent.
 */
public final class InvalidRequests {

	private InvalidRequests() {
	}

	static ValidationException request(String field, String message) {
		return of(ErrorCode.INVALID_REQUEST, field, message);
	}

	static ValidationException unsupported(String field, String message) {
		return of(ErrorCode.UNSUPPORTED_FEATURE, field, message);
	}

	static void range(String field, @Nullable Number value, double min, double max) {
		if (value != null && !(value.doubleValue() >= min && value.doubleValue() <= max)) {
			throw request(field,
					"must be between " + plain(min) + " and " + plain(max) + " but is " + value + "; nothing was sent");
		}
	}

	/**
	 * Reject numbers that JSON cannot represent.
	 */
	static void finite(String field, @Nullable Double value) {
		if (value != null && !Double.isFinite(value)) {
			throw request(field, "must be a finite number but is " + value + "; nothing was sent");
		}
	}

	private static ValidationException of(ErrorCode code, String field, String message) {
		return new ValidationException(code, field, field + ": " + message,
				ErrorDetails.of(ProviderNames.PROVIDER, null), null);
	}

	private static String plain(double value) {
		return (value == Math.rint(value)) ? String.valueOf((long) value) : String.valueOf(value);
	}

}
