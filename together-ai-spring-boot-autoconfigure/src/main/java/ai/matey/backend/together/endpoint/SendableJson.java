package ai.matey.backend.together.endpoint;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.IRWarning;

/**
 * Ensures that a request body is valid JSON. An unpaired surrogate, as in a text that was
 * cut in the middle of a character, is replaced with a warning; a number that JSON cannot
 * represent is rejected. A body without these is returned unchanged.
 */
final class SendableJson {

	private static final char REPLACEMENT = '\uFFFD';

	private final Consumer<IRWarning> warnings;

	private SendableJson(Consumer<IRWarning> warnings) {
		this.warnings = warnings;
	}

	/**
	 * Return a body that can be sent.
	 * @param body the body
	 * @param warnings receives a warning for each text that was changed
	 * @return the body itself, or a copy if something had to be changed
	 * @throws ai.matey.errors.ValidationException if a number is infinite or NaN
	 */
	static Map<String, @Nullable Object> of(Map<String, @Nullable Object> body, Consumer<IRWarning> warnings) {
		return isSendable(body) ? body : new SendableJson(warnings).map("", body);
	}

	private static boolean isSendable(@Nullable Object value) {
		if (value instanceof String text) {
			return halfPair(text, 0) < 0;
		}
		if (value instanceof Map<?, ?> map) {
			return map.entrySet()
				.stream()
				.allMatch((entry) -> isSendable(entry.getKey()) && isSendable(entry.getValue()));
		}
		if (value instanceof List<?> list) {
			return list.stream().allMatch(SendableJson::isSendable);
		}
		return isFinite(value);
	}

	private static boolean isFinite(@Nullable Object value) {
		return !(value instanceof Double || value instanceof Float) || Double.isFinite(((Number) value).doubleValue());
	}

	private Map<String, @Nullable Object> map(String path, Map<?, ?> map) {
		Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
		map.forEach((key, value) -> {
			String name = String.valueOf(key);
			String field = path.isEmpty() ? name : path + "." + name;
			copy.put(text(field, name), value(field, value));
		});
		return copy;
	}

	private List<@Nullable Object> list(String path, List<?> list) {
		List<@Nullable Object> copy = new ArrayList<>(list.size());
		for (int i = 0; i < list.size(); i++) {
			copy.add(value(path + "[" + i + "]", list.get(i)));
		}
		return copy;
	}

	private @Nullable Object value(String path, @Nullable Object value) {
		if (value instanceof String text) {
			return text(path, text);
		}
		if (value instanceof Map<?, ?> map) {
			return map(path, map);
		}
		if (value instanceof List<?> list) {
			return list(path, list);
		}
		if (!isFinite(value)) {
			throw InvalidRequests.request(safe(path), "must be a finite number but is " + value + "; nothing was sent");
		}
		return value;
	}

	private String text(String path, String text) {
		int half = halfPair(text, 0);
		if (half < 0) {
			return text;
		}
		StringBuilder whole = new StringBuilder(text);
		for (; half >= 0; half = halfPair(text, half + 1)) {
			whole.setCharAt(half, REPLACEMENT);
		}
		this.warnings.accept(new IRWarning(IRWarning.Category.CONTENT_CHANGED,
				"The text contains half of a surrogate pair, as if it was cut; U+FFFD was sent instead", safe(path),
				ProviderNames.ADAPTER));
		return whole.toString();
	}

	private static int halfPair(String text, int start) {
		for (int i = start; i < text.length(); i++) {
			if (Character.isSurrogate(text.charAt(i))) {
				if (i + 1 == text.length() || !Character.isSurrogatePair(text.charAt(i), text.charAt(i + 1))) {
					return i;
				}
				i++;
			}
		}
		return -1;
	}

	/**
	 * A path contains names chosen by the caller.
	 */
	private static String safe(String path) {
		String cut = (path.length() > 256) ? path.substring(0, 256) + "…" : path;
		int half = halfPair(cut, 0);
		return (half < 0) ? cut : cut.substring(0, half) + "…";
	}

}
