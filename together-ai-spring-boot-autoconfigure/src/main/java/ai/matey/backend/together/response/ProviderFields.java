package ai.matey.backend.together.response;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;

/**
 * Collects additional fields of the provider, each with its last value. Not thread-safe.
 */
final class ProviderFields {

	/** A response has only a few; a limit is needed in case every event has new names. */
	private static final int MAX_FIELDS = 100;

	private final ResponseSize size;

	private final Map<String, @Nullable Object> values = new LinkedHashMap<>(0);

	private boolean complete = true;

	ProviderFields(ResponseSize size) {
		this.size = size;
	}

	/**
	 * Add a field, unless it is empty.
	 * @param name the name of the field
	 * @param node its value
	 * @return whether the value has changed
	 */
	boolean put(String name, JsonNode node) {
		if (node.isNull() || (node.isContainer() && node.isEmpty())) {
			return false;
		}
		Object value = Json.value(node);
		Object known = this.values.get(name);
		if (Objects.equals(value, known)) {
			return false;
		}
		if (known == null && this.values.size() == MAX_FIELDS) {
			this.complete = false;
			return false;
		}
		this.size.add((known != null) ? weight(value) - weight(known) : weight(value) + name.length());
		this.values.put(name, value);
		return true;
	}

	/**
	 * Return whether every field was kept.
	 * @return {@code false} if there were too many
	 */
	boolean isComplete() {
		return this.complete;
	}

	@Nullable Object get(String name) {
		return this.values.get(name);
	}

	Map<String, @Nullable Object> values() {
		return this.values;
	}

	private static long weight(@Nullable Object value) {
		if (value instanceof String text) {
			return (long) ResponseSize.OBJECT + text.length();
		}
		long weight = ResponseSize.OBJECT;
		if (value instanceof Map<?, ?> map) {
			for (Map.Entry<?, ?> entry : map.entrySet()) {
				weight += weight(entry.getKey()) + weight(entry.getValue());
			}
		}
		else if (value instanceof List<?> list) {
			for (Object item : list) {
				weight += weight(item);
			}
		}
		return weight;
	}

}
