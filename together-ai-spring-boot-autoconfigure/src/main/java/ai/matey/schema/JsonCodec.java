package ai.matey.schema;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.exc.UnexpectedEndOfInputException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.MapperFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON of tools and typed responses. It has its own mapper, since an application's mapper
 * may use a naming strategy that models do not know.
 *
 * @since 0.1.0
 */
public final class JsonCodec {

	/**
	 * Duplicate names are errors, since it is unknown which value is meant. Numbers keep
	 * all their digits, for the types that can hold them.
	 */
	static final JsonMapper MAPPER = JsonMapper.builder()
		.findAndAddModules()
		.enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
		.disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
		.build();

	private static final ObjectReader PREFIX_READER = MAPPER.readerFor(JsonNode.class)
		.without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

	/** Values that no schema has checked are not converted to another type. */
	static final JsonMapper PART_MAPPER = MAPPER.rebuild()
		.disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
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
		catch (JacksonException | NumberFormatException ex) {
			return null;
		}
	}

	/**
	 * Parse the JSON value that starts within a text, whatever follows it.
	 * @param text the text
	 * @param start the index where the value starts
	 * @return the value and its end
	 */
	public static Prefix parsePrefix(String text, int start) {
		try (JsonParser parser = PREFIX_READER.createParser(text.substring(start))) {
			JsonNode value = PREFIX_READER.readTree(parser);
			return new Prefix(value, start + (int) parser.currentLocation().getCharOffset());
		}
		catch (UnexpectedEndOfInputException | StreamConstraintsException ex) {
			return new Prefix(null, text.length());
		}
		catch (StreamReadException ex) {
			// The location may be after the unexpected character
			return new Prefix(null, start + (int) ex.getLocation().getCharOffset() - 1);
		}
		catch (JacksonException | NumberFormatException ex) {
			// Jackson does not wrap the latter, for an exponent out of range
			return new Prefix(null, text.length());
		}
	}

	static ObjectNode node(Map<String, ? extends @Nullable Object> map) {
		return MAPPER.valueToTree(map);
	}

	static Map<String, @Nullable Object> map(JsonNode node) {
		Map<String, @Nullable Object> map = MAPPER.convertValue(node, MAP);
		return Collections.unmodifiableMap(map);
	}

	/**
	 * A JSON value within a text.
	 *
	 * @param value the value, or {@code null} if it is invalid or incomplete
	 * @param end the index behind the value, or where it is invalid
	 */
	public record Prefix(@Nullable JsonNode value, int end) {

	}

}
