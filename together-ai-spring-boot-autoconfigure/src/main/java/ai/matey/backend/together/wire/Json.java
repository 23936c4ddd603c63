package ai.matey.backend.together.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads and writes Together's JSON. The mapper is immutable and separate from the
 * application's, so that the application's settings do not affect what is sent.
 */
public final class Json {

	/**
	 * Reads numbers without loss, since seeds may exceed a {@code long}. There is no
	 * limit for strings, since the size of a body or event is limited before parsing.
	 */
	private static final JsonMapper MAPPER = usedOnce(JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
			.build())
		.build());

	/**
	 * Rejects duplicate keys, whose value would depend on the reader, and keeps numbers
	 * that exceed a {@code double}.
	 */
	private static final ObjectReader STRICT = MAPPER.reader()
		.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private Json() {
	}

	/**
	 * Uses each type once, because a mapper takes locks for new types and event loops
	 * must not wait for each other.
	 */
	private static JsonMapper usedOnce(JsonMapper mapper) {
		JsonNode tree = mapper.readTree("{\"a\":[\"b\",1,1.5,true,null]}");
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("tree", tree);
		body.put("list", new ArrayList<>(List.of("b", 1, 1L, 1.5, true, BigInteger.ONE, BigDecimal.ONE)));
		mapper.writeValueAsBytes(body);
		return mapper;
	}

	public static byte[] bytes(Map<String, ? extends @Nullable Object> body) {
		return MAPPER.writeValueAsBytes(body);
	}

	public static String write(Object value) {
		return MAPPER.writeValueAsString(value);
	}

	public static JsonNode read(byte[] json, int offset, int length) {
		return MAPPER.readTree(json, offset, length);
	}

	public static JsonNode read(String json) {
		return MAPPER.readTree(json);
	}

	/**
	 * Read JSON written by the model.
	 * @param json the text
	 * @return the tree
	 * @throws tools.jackson.core.JacksonException if it is invalid, or contains a
	 * duplicate key or a number that nothing can hold
	 */
	public static JsonNode readStrictly(String json) {
		try {
			return STRICT.readTree(json);
		}
		catch (NumberFormatException ex) {
			// Jackson does not wrap it for numbers that it reads late
			throw new StreamReadException(null, "The exponent of a number is out of range", ex);
		}
	}

	public static JsonNode tree(Object value) {
		return MAPPER.valueToTree(value);
	}

	/**
	 * Return a text field.
	 * @param node the object that contains it
	 * @param name the field
	 * @return the text, or {@code null} if the field is absent or not a string
	 */
	public static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	public static @Nullable Long integer(JsonNode node, String name) {
		return integer(node.path(name));
	}

	/**
	 * Return a whole number.
	 * @param value the value
	 * @return the number, or the nearest {@code long} if it exceeds the range; {@code
	 * null} if the value is not a number
	 */
	public static @Nullable Long integer(JsonNode value) {
		if (!value.isNumber()) {
			return null;
		}
		return value.canConvertToLong() ? Long.valueOf(value.numberValue().longValue())
				: Long.valueOf((long) value.numberValue().doubleValue());
	}

	/**
	 * Return a decimal number.
	 * @param value the value, or {@code null}
	 * @return the number; {@code null} if the value is not a number or exceeds a {@code
	 * double}
	 */
	public static @Nullable Double decimal(@Nullable JsonNode value) {
		if (value == null || !value.isNumber()) {
			return null;
		}
		double number = value.numberValue().doubleValue();
		return Double.isFinite(number) ? Double.valueOf(number) : null;
	}

	/**
	 * Return an index.
	 * @param value the value
	 * @return the number; {@code null} if the value is not a whole number or is too large
	 * for an {@code int}
	 */
	public static @Nullable Integer index(JsonNode value) {
		return (value.isIntegralNumber() && value.canConvertToInt()) ? Integer.valueOf(value.intValue()) : null;
	}

	public static @Nullable BigInteger big(JsonNode node, String name) {
		JsonNode value = node.get(name);
		if (value == null || !value.isNumber()) {
			return null;
		}
		if (value.isIntegralNumber()) {
			return value.bigIntegerValue();
		}
		return Double.isFinite(value.numberValue().doubleValue()) ? value.decimalValue().toBigInteger() : null;
	}

	/**
	 * Return a tree as plain Java values.
	 * @param node the tree
	 * @return maps, lists, strings, numbers, booleans and {@code null}, which is also
	 * used for numbers that are too large
	 */
	public static @Nullable Object value(JsonNode node) {
		if (node.isObject()) {
			return map(node);
		}
		if (node.isArray()) {
			List<@Nullable Object> list = new ArrayList<>(node.size());
			node.forEach((item) -> list.add(value(item)));
			return list;
		}
		if (node.isString()) {
			return node.stringValue();
		}
		if (node.isBoolean()) {
			return node.booleanValue();
		}
		if (node.isNumber()) {
			Number number = node.numberValue();
			if (number instanceof BigDecimal decimal) {
				return Double.isFinite(decimal.doubleValue()) ? (Number) decimal.doubleValue() : decimal;
			}
			return Double.isFinite(number.doubleValue()) ? number : null;
		}
		return null;
	}

	public static Map<String, @Nullable Object> map(JsonNode node) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		node.properties().forEach((entry) -> map.put(entry.getKey(), value(entry.getValue())));
		return map;
	}

}
