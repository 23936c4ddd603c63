package ai.matey.backend.together.wire;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/**
 * JSON as Together speaks it. The mapper is our own, so that an application's settings
 * never change what is sent, and it is immutable.
 */
public final class Json {

	/**
	 * Reads numbers without loss (seeds exceed a {@code long}). Its string limit is
	 * lifted, since the size of a body or event is limited before it is parsed.
	 */
	private static final JsonMapper MAPPER = usedOnce(JsonMapper
		.builder(JsonFactory.builder()
			.streamReadConstraints(StreamReadConstraints.builder().maxStringLength(Integer.MAX_VALUE).build())
			.build())
		.build());

	/**
	 * Refuses an object that names a key twice, since which of the values counts would be
	 * up to the reader, and keeps numbers that are larger than a {@code double}.
	 */
	private static final ObjectReader STRICT = MAPPER.reader()
		.with(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY, DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);

	private Json() {
	}

	/**
	 * A mapper takes locks when it meets a type for the first time, and event loops must
	 * not wait for each other: it meets them here.
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
	 * Read JSON that the model wrote.
	 * @param json the text
	 * @return the tree
	 * @throws tools.jackson.core.JacksonException also if an object names a key twice
	 */
	public static JsonNode readStrictly(String json) {
		return STRICT.readTree(json);
	}

	public static JsonNode tree(Object value) {
		return MAPPER.valueToTree(value);
	}

	/**
	 * A text field.
	 * @param node the object that holds it
	 * @param name the field
	 * @return its text, or {@code null} if it is absent or not a text
	 */
	public static @Nullable String text(JsonNode node, String name) {
		JsonNode value = node.get(name);
		return (value != null && value.isString()) ? value.stringValue() : null;
	}

	public static @Nullable Long integer(JsonNode node, String name) {
		return integer(node.path(name));
	}

	/**
	 * A whole number.
	 * @param value the value
	 * @return the number, the nearest {@code long} if it is larger; {@code null} if the
	 * value is not a number
	 */
	public static @Nullable Long integer(JsonNode value) {
		if (!value.isNumber()) {
			return null;
		}
		return value.canConvertToLong() ? Long.valueOf(value.numberValue().longValue())
				: Long.valueOf((long) value.numberValue().doubleValue());
	}

	/**
	 * Return a number with a fraction.
	 * @param value the value, or {@code null}
	 * @return the number; {@code null} if the value is none, or is too large to be one
	 */
	public static @Nullable Double decimal(@Nullable JsonNode value) {
		if (value == null || !value.isNumber()) {
			return null;
		}
		double number = value.numberValue().doubleValue();
		return Double.isFinite(number) ? Double.valueOf(number) : null;
	}

	/**
	 * Return a number that says where something stands.
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
	 * A tree as plain Java values.
	 * @param node the tree
	 * @return maps, lists, strings, numbers, booleans and {@code null}, also for a number
	 * that is too large to be one
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
