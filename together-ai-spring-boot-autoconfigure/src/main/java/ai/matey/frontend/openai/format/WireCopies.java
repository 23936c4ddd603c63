package ai.matey.frontend.openai.format;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Defensive copies of what a caller sent. They tolerate {@code null}, which JSON allows
 * anywhere, so that an invalid request is reported by the mapper and does not fail in a
 * constructor.
 */
final class WireCopies {

	private WireCopies() {
	}

	static <T> List<T> list(@Nullable List<T> list) {
		return (list == null || list.isEmpty()) ? List.of() : Collections.unmodifiableList(new ArrayList<>(list));
	}

	static <T> @Nullable List<T> optional(@Nullable List<T> list) {
		return (list != null) ? list(list) : null;
	}

	static <T> Map<String, T> map(Map<String, T> map) {
		return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	static Map<String, @Nullable Object> fields(@Nullable Map<String, @Nullable Object> fields) {
		if (fields == null || fields.isEmpty()) {
			return Map.of();
		}
		return Collections.unmodifiableMap(new LinkedHashMap<>(fields));
	}

}
