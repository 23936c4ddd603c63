package ai.matey.test.together.json;

import java.util.Iterator;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Composes a value that matches a JSON schema. Numbers, quoted words and names are taken
 * from a text in order, so that the value looks plausible. Supports types, enums,
 * constants, defaults, examples, bounds and references within the schema. The first of
 * several alternatives is used; patterns are ignored.
 */
public final class SchemaSampler {

	private static final int DEEPEST = 8;

	/**
	 * Optional values are omitted from this depth on, since the schema may refer to
	 * itself.
	 */
	private static final int DEEP = 5;

	private static final Pattern NUMBER = Pattern.compile("-?\\d+(?:\\.\\d+)?");

	private static final Pattern NAME = Pattern
		.compile("\"([^\"]+)\"|“([^”]+)”|(?<=[\\p{L},]\\s)(\\p{Lu}[\\p{L}-]+(?: \\p{Lu}[\\p{L}-]+)*)");

	private final JsonNode root;

	private final Iterator<String> numbers;

	private final Iterator<String> names;

	public SchemaSampler(String text, JsonNode schema) {
		this.root = schema;
		this.numbers = NUMBER.matcher(text).results().map(MatchResult::group).iterator();
		this.names = NAME.matcher(text).results().map(SchemaSampler::firstGroup).iterator();
	}

	public JsonNode sample() {
		if (!this.root.isObject()) {
			return Json.object();
		}
		return sample("value", this.root, 0);
	}

	private JsonNode sample(String name, JsonNode schema, int depth) {
		if (depth > DEEPEST) {
			return JsonNodeFactory.instance.nullNode();
		}
		JsonNode resolved = resolve(schema);
		JsonNode given = given(resolved);
		if (given != null) {
			return given;
		}
		for (String keyword : new String[] { "anyOf", "oneOf", "allOf" }) {
			JsonNode alternative = resolved.path(keyword).path(0);
			if (!alternative.isMissingNode()) {
				return sample(name, alternative, depth + 1);
			}
		}
		return switch (type(resolved)) {
			case "object" -> object(resolved, depth);
			case "array" -> array(name, resolved, depth);
			case "string" -> JsonNodeFactory.instance.stringNode(string(name, resolved));
			case "integer" -> JsonNodeFactory.instance.numberNode((long) Math.ceil(number(resolved)));
			case "number" -> numberNode(number(resolved));
			case "boolean" -> JsonNodeFactory.instance.booleanNode(true);
			default -> JsonNodeFactory.instance.nullNode();
		};
	}

	private static @Nullable JsonNode given(JsonNode schema) {
		for (JsonNode value : new JsonNode[] { schema.path("const"), schema.path("enum").path(0),
				schema.path("default"), schema.path("example"), schema.path("examples").path(0) }) {
			if (!value.isMissingNode()) {
				return value;
			}
		}
		return null;
	}

	private JsonNode resolve(JsonNode schema) {
		String reference = Json.string(schema, "$ref");
		if (reference == null || !reference.startsWith("#")) {
			return schema;
		}
		return this.root.at(reference.substring(1));
	}

	private static String type(JsonNode schema) {
		JsonNode type = schema.path("type");
		for (JsonNode alternative : type) {
			if (!alternative.asString("").equals("null")) {
				return alternative.asString("null");
			}
		}
		if (type.isString()) {
			return type.stringValue();
		}
		return schema.has("properties") ? "object" : schema.has("items") ? "array" : "string";
	}

	private ObjectNode object(JsonNode schema, int depth) {
		ObjectNode object = Json.object();
		if (depth < DEEPEST) {
			schema.path("properties").properties().forEach((property) -> {
				String name = property.getKey();
				if (depth < DEEP || isRequired(schema, name)) {
					object.set(name, sample(name, property.getValue(), depth + 1));
				}
			});
		}
		return object;
	}

	private static boolean isRequired(JsonNode schema, String name) {
		return schema.path("required").valueStream().anyMatch((required) -> name.equals(required.asString("")));
	}

	private ArrayNode array(String name, JsonNode schema, int depth) {
		ArrayNode array = Json.array();
		int size = Math.min(Json.integer(schema, "minItems", (depth < DEEP) ? 1 : 0),
				Json.integer(schema, "maxItems", Integer.MAX_VALUE));
		for (int index = 0; index < size && depth < DEEPEST; index++) {
			array.add(sample(name, schema.path("items"), depth + 1));
		}
		return array;
	}

	private String string(String name, JsonNode schema) {
		String format = Json.string(schema, "format");
		String text = switch ((format != null) ? format : "") {
			case "date" -> "2026-01-01";
			case "date-time" -> "2026-01-01T12:00:00Z";
			case "time" -> "12:00:00Z";
			case "duration" -> "PT1H";
			case "email" -> "nobody@example.org";
			case "uri" -> "https://example.org/";
			case "uuid" -> "00000000-0000-4000-8000-000000000000";
			default -> this.names.hasNext() ? this.names.next() : "made-up " + name;
		};
		String longEnough = text + "x".repeat(Math.max(0, Json.integer(schema, "minLength", 0) - text.length()));
		int limit = Json.integer(schema, "maxLength", Integer.MAX_VALUE);
		return longEnough.substring(0, Math.min(longEnough.length(), limit));
	}

	private double number(JsonNode schema) {
		double wanted = this.numbers.hasNext() ? Double.parseDouble(this.numbers.next()) : 1;
		double atLeast = Math.max(wanted, bound(schema, "minimum", "exclusiveMinimum", 1));
		return Math.min(atLeast, bound(schema, "maximum", "exclusiveMaximum", -1));
	}

	private static double bound(JsonNode schema, String inclusive, String exclusive, int inwards) {
		if (schema.path(inclusive).isNumber()) {
			return schema.path(inclusive).doubleValue();
		}
		if (schema.path(exclusive).isNumber()) {
			return schema.path(exclusive).doubleValue() + inwards;
		}
		return -inwards * Double.MAX_VALUE;
	}

	private static JsonNode numberNode(double number) {
		boolean whole = number == Math.rint(number) && Math.abs(number) < Long.MAX_VALUE;
		return whole ? JsonNodeFactory.instance.numberNode((long) number) : JsonNodeFactory.instance.numberNode(number);
	}

	private static String firstGroup(MatchResult match) {
		for (int group = 1; group <= match.groupCount(); group++) {
			if (match.group(group) != null) {
				return match.group(group);
			}
		}
		return match.group();
	}

}
