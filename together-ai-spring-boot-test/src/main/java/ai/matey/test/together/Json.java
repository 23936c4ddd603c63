package ai.matey.test.together;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectWriter;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * The JSON dialect of the service: indented by two spaces for plain answers, compact for
 * events.
 */
final class Json {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final ObjectWriter INDENTED = MAPPER.writer().with(indentedByTwoSpaces());

	private Json() {
	}

	static ObjectNode object() {
		return JsonNodeFactory.instance.objectNode();
	}

	static ArrayNode array() {
		return JsonNodeFactory.instance.arrayNode();
	}

	static JsonNode parse(String json) {
		return MAPPER.readTree(json);
	}

	static String compact(JsonNode node) {
		return MAPPER.writeValueAsString(node);
	}

	static byte[] bytes(JsonNode node) {
		return MAPPER.writeValueAsBytes(node);
	}

	static byte[] indented(JsonNode node) {
		return INDENTED.writeValueAsBytes(node);
	}

	static @Nullable String string(JsonNode parent, String field) {
		JsonNode node = parent.path(field);
		return node.isString() ? node.stringValue() : null;
	}

	static int integer(JsonNode parent, String field, int fallback) {
		JsonNode node = parent.path(field);
		return node.isInt() ? node.intValue() : fallback;
	}

	static boolean isTrue(JsonNode parent, String field) {
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
