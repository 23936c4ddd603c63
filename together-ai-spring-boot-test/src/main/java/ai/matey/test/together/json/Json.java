package ai.matey.test.together.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON as the service does: indented by two spaces in plain responses,
 * compact in events.
 */
public final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final ObjectWriter INDENTED = MAPPER.writer().with(indentedByTwoSpaces());

	private Json() {
	}

	public static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	public static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	public static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	/**
	 * Return the parsed text, or a missing node if it is not JSON.
	 */
	public static JsonNode parseOrMissing(String json) {
		try {
			return parse(json);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	public static String compact(JsonNode node) {
		return MAPPER.writeValueAsString(node);
	}

	public static byte[] bytes(JsonNode node) {
		return MAPPER.writeValueAsBytes(node);
	}

	public static byte[] indented(JsonNode node) {
		return INDENTED.writeValueAsBytes(node);
	}

	public static @Nullable String string(JsonNode parent, String field) {
		JsonNode node = parent.path(field);
		return node.isString() ? node.stringValue() : null;
	}

	public static int integer(JsonNode parent, String field, int fallback) {
		JsonNode node = parent.path(field);
		return node.isInt() ? node.intValue() : fallback;
	}

	public static boolean isTrue(JsonNode parent, String field) {
		JsonNode node = parent.path(field);
		return node.isBoolean() && node.booleanValue();
	}

	private static DefaultPrettyPrinter indentedByTwoSpaces() {
		DefaultIndenter indenter = new DefaultIndenter("  ", "\n");
		Separators separators = Separators.createDefaultInstance()
			.withObjectNameValueSpacing(Separators.Spacing.AFTER)
			.withArrayEmptySeparator("")
			.withObjectEmptySeparator("");
		return new DefaultPrettyPrinter(separators).withObjectIndenter(indenter).withArrayIndenter(indenter);
	}

}
