package ai.matey.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON of tools and typed responses. It has its own mapper, since an application's mapper
 * may use a naming strategy that models do not know.
 */
public final class JsonCodec {

	static final JsonMapper MAPPER = JsonMapper.builder().findAndAddModules().build();

	static final JsonMapper PART_MAPPER = MAPPER.rebuild()
		.disable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
		.build();

	static final JavaType MAP = MAPPER.getTypeFactory()
		.constructMapType(LinkedHashMap.class, String.class, Object.class);

	private JsonCodec() {
	}

	/**
	 * Return a value as JSON text.
	 * @param value a value that Jackson can write
	 * @return the text
	 * @throws IllegalArgumentException if it cannot be written
	 */
	public static String write(@Nullable Object value) {
		try {
			return MAPPER.writeValueAsString(value);
		}
		catch (JacksonException ex) {
			String type = (value != null) ? value.getClass().getName() : "null";
			throw new IllegalArgumentException("A " + type + " cannot be written as JSON", ex);
		}
	}

	/**
	 * Parse a text as JSON.
	 * @param text the text
	 * @return the JSON, or {@code null} if the text is not valid JSON
	 */
	public static @Nullable JsonNode parse(String text) {
		try {
			JsonNode node = MAPPER.readTree(text);
			return node.isMissingNode() ? null : node;
		}
		catch (JacksonException ex) {
			return null;
		}
	}

	static ObjectNode node(Map<String, ? extends @Nullable Object> map) {
		return MAPPER.valueToTree(map);
	}

	static Map<String, @Nullable Object> map(JsonNode node) {
		Map<String, @Nullable Object> map = MAPPER.convertValue(node, MAP);
		return Collections.unmodifiableMap(map);
	}

}
