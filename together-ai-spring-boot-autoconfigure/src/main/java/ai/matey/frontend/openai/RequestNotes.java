package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRWarning;

/**
 * Collects the warnings of one request's translation and creates the exception for
 * invalid values. Messages name fields and never quote what a user wrote.
 */
final class RequestNotes {

	static final String FORMAT = "openai-format";

	// A role or type that was mixed up with a text must not appear in a message
	private static final Pattern WORD = Pattern.compile("[A-Za-z0-9_.\\-]{1,40}");

	private final @Nullable String model;

	private final List<IRWarning> warnings = new ArrayList<>();

	RequestNotes(@Nullable String model) {
		this.model = model;
	}

	List<IRWarning> warnings() {
		return this.warnings;
	}

	void normalized(String field, String message) {
		warn(IRWarning.Category.PARAMETER_NORMALIZED, field, message);
	}

	void unsupported(String field, String message) {
		warn(IRWarning.Category.PARAMETER_UNSUPPORTED, field, message);
	}

	void changed(String field, String message) {
		warn(IRWarning.Category.CONTENT_CHANGED, field, message);
	}

	/**
	 * Add warnings about fields that IR does not support, except for those without a
	 * value.
	 */
	void unknown(String path, Map<String, @Nullable Object> fields) {
		if (fields.isEmpty()) {
			return;
		}
		fields.forEach((name, value) -> {
			if (!saysNothing(value)) {
				String field = path + "." + word(name);
				unsupported(field, field + " is not known and was not sent");
			}
		});
	}

	ValidationException invalid(String field, String message) {
		return error(ErrorCode.INVALID_REQUEST, field, message);
	}

	ValidationException inexpressible(String field, String message) {
		return error(ErrorCode.UNSUPPORTED_FEATURE, field, message);
	}

	static boolean saysNothing(@Nullable Object value) {
		return value == null || (value instanceof Collection<?> collection && collection.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
	}

	static Map<String, @Nullable Object> orEmpty(@Nullable Map<String, @Nullable Object> map) {
		if (map == null) {
			return Map.of();
		}
		return map;
	}

	/**
	 * Return a word of the request in a form that is safe to use in a message.
	 */
	static String word(@Nullable String word) {
		return (word != null && WORD.matcher(word).matches()) ? word : "(unprintable)";
	}

	private void warn(IRWarning.Category category, String field, String message) {
		this.warnings.add(new IRWarning(category, message, field, OpenAIFrontendAdapter.NAME));
	}

	private ValidationException error(ErrorCode code, String field, String message) {
		return new ValidationException(code, field, message, ErrorDetails.of(FORMAT, this.model), null);
	}

}
