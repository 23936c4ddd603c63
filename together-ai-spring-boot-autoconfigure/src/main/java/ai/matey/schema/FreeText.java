package ai.matey.schema;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

import tools.jackson.databind.JsonNode;

/**
 * Determines whether a location in a schema accepts any string.
 */
final class FreeText {

	/** The keywords that a schema of any string may contain. */
	private static final Set<String> ANNOTATIONS = Set.of("type", "description", "title", "default", "maxLength",
			"$comment");

	private FreeText() {
	}

	/**
	 * Return whether a string is expected at this location and each alternative that
	 * leads to it accepts any string. Where the schema says nothing anything is.
	 */
	static boolean at(JsonNode root, List<Object> pointer) {
		List<JsonNode> schemas = alternatives(root, root, 0);
		for (Object element : pointer) {
			List<JsonNode> next = new ArrayList<>();
			for (JsonNode schema : schemas) {
				next.addAll(alternatives(root, child(schema, element), 0));
			}
			schemas = next;
		}
		List<JsonNode> ofStrings = schemas.stream().filter(FreeText::takesStrings).toList();
		return schemas.isEmpty() || (!ofStrings.isEmpty() && ofStrings.stream().allMatch(FreeText::takesAnyString));
	}

	private static JsonNode child(JsonNode schema, Object element) {
		if (element instanceof Integer) {
			return schema.path("items");
		}
		JsonNode property = schema.path("properties").path((String) element);
		return property.isMissingNode() ? schema.path("additionalProperties") : property;
	}

	private static List<JsonNode> alternatives(JsonNode root, JsonNode schema, int depth) {
		List<JsonNode> found = new ArrayList<>();
		if (depth > 16) {
			return found;
		}
		String reference = schema.path("$ref").asString("");
		if (reference.startsWith("#")) {
			found.addAll(alternatives(root, root.at(reference.substring(1)), depth + 1));
		}
		for (String keyword : List.of("anyOf", "oneOf", "allOf")) {
			for (JsonNode alternative : schema.path(keyword)) {
				found.addAll(alternatives(root, alternative, depth + 1));
			}
		}
		if (found.isEmpty() && schema.isObject()) {
			found.add(schema);
		}
		return found;
	}

	private static boolean takesStrings(JsonNode schema) {
		JsonNode type = schema.path("type");
		return type.isMissingNode() || type.asString("").equals("string")
				|| type.valueStream().anyMatch((one) -> one.asString("").equals("string"));
	}

	private static boolean takesAnyString(JsonNode schema) {
		return schema.propertyNames().stream().allMatch(ANNOTATIONS::contains);
	}

}
