package ai.matey.schema;

import java.util.List;
import java.util.Locale;

import com.networknt.schema.Error;
import com.networknt.schema.Schema;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SchemaRegistryConfig;
import com.networknt.schema.dialect.Dialects;
import com.networknt.schema.path.PathType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Checks JSON against a schema.
 */
interface SchemaCheck {

	/**
	 * Return the problems, written for people and models; empty if there are none.
	 */
	List<String> problems(JsonNode json);

	static SchemaCheck of(ObjectNode schema) {
		try {
			return Networknt.check(schema);
		}
		catch (NoClassDefFoundError ex) {
			throw new IllegalStateException("JSON cannot be checked against a schema. Add"
					+ " com.networknt:json-schema-validator to the class path (together-ai-spring-boot-starter brings it).",
					ex);
		}
	}

	/**
	 * A separate class, since it needs an optional library.
	 */
	final class Networknt {

		private Networknt() {
		}

		static SchemaCheck check(ObjectNode schema) {
			SchemaRegistryConfig config = SchemaRegistryConfig.builder()
				// The library's own texts are read from files, which an event loop must
				// not
				.messageSource((key, defaultMessage, locale, arguments) -> "")
				.locale(Locale.ROOT)
				.pathType(PathType.JSON_POINTER)
				.build();
			Schema compiled = SchemaRegistry
				.withDefaultDialect(Dialects.getDraft202012(),
						(registry) -> registry.schemaRegistryConfig(config)
							.schemaLoader((loader) -> loader.fetchRemoteResources(false)))
				.getSchema(schema);
			compiled.initializeValidators();
			return (json) -> compiled.validate(json).stream().map(Networknt::describe).distinct().limit(10).toList();
		}

		private static String describe(Error error) {
			String path = error.getInstanceLocation().toString();
			String where = path.isEmpty() ? "the value" : path;
			String keyword = error.getKeyword();
			return switch (keyword) {
				case "required" -> where + " lacks the property '" + error.getProperty() + "'";
				case "additionalProperties", "unevaluatedProperties" ->
					where + " has the unknown property '" + error.getProperty() + "'";
				case "type" -> where + " must be of type " + rule(error);
				case "enum" -> where + " must be one of " + rule(error);
				default -> where + " breaks the rule " + keyword + ": " + rule(error);
			};
		}

		private static String rule(Error error) {
			String rule = String.valueOf(error.getSchemaNode());
			return (rule.length() <= 200) ? rule : rule.substring(0, 200) + "…";
		}

	}

}
