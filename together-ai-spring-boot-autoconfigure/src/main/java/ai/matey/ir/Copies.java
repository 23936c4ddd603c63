package ai.matey.ir;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Defensive copies. They allow {@code null}, a valid JSON value that {@link Map#copyOf}
 * and {@link List#copyOf} reject. Nested maps and lists are copied too, so that a record
 * cannot change once it is built.
 */
final class Copies {

	private Copies() {
	}

	static Map<String, @Nullable Object> json(Map<String, ? extends @Nullable Object> map) {
		if (map.isEmpty()) {
			return Map.of();
		}
		Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
		map.forEach((key, value) -> copy.put(key, value(value)));
		return Collections.unmodifiableMap(copy);
	}

	static <T> Map<String, T> map(Map<String, T> map) {
		return map.isEmpty() ? Map.of() : Collections.unmodifiableMap(new LinkedHashMap<>(map));
	}

	private static @Nullable Object value(@Nullable Object value) {
		if (value instanceof Map<?, ?> map) {
			Map<String, @Nullable Object> copy = new LinkedHashMap<>(map.size() * 2);
			map.forEach((key, nested) -> copy.put(String.valueOf(key), value(nested)));
			return Collections.unmodifiableMap(copy);
		}
		if (value instanceof List<?> list) {
			List<@Nullable Object> copy = new ArrayList<>(list.size());
			for (Object nested : list) {
				copy.add(value(nested));
			}
			return Collections.unmodifiableList(copy);
		}
		return value;
	}

}
