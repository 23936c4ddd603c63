package ai.matey.frontend.openai;

import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ResponseFormat;
import ai.matey.ir.IRResponseFormat;

/**
 * Translates the response format. A schema is accepted at every location, and a field
 * that the type does not use results in a warning.
 */
final class ResponseFormatMapper {

	private static final String FIELD = "response_format";

	private final RequestNotes notes;

	ResponseFormatMapper(RequestNotes notes) {
		this.notes = notes;
	}

	@Nullable IRResponseFormat toIR(@Nullable ResponseFormat format) {
		if (format == null) {
			return null;
		}
		this.notes.unknown(FIELD, format.additional());
		String type = format.type();
		if (type == null) {
			throw this.notes.invalid(FIELD + ".type",
					"response_format.type is missing: set text, json_object, json_schema or regex");
		}
		return switch (type) {
			case "text" -> text(format);
			case "json_object" -> jsonObject(format);
			case "json_schema" -> jsonSchema(format);
			case "regex" -> regex(format);
			default -> throw this.notes.invalid(FIELD + ".type", "response_format.type is " + RequestNotes.word(type)
					+ ": use text, json_object, json_schema or regex");
		};
	}

	private IRResponseFormat text(ResponseFormat format) {
		unused("json_schema", format.jsonSchema(), "text");
		unused("schema", format.schema(), "text");
		unused("pattern", format.pattern(), "text");
		return new IRResponseFormat.Text();
	}

	/**
	 * Older requests to Together have the schema next to this type.
	 */
	private IRResponseFormat jsonObject(ResponseFormat format) {
		if (format.jsonSchema() == null && format.schema() == null) {
			unused("pattern", format.pattern(), "json_object");
			return new IRResponseFormat.JsonObject();
		}
		if (format.jsonSchema() != null) {
			this.notes.normalized(FIELD + ".type",
					"response_format.type json_object was sent as json_schema, since json_schema is also present");
		}
		return jsonSchema(format);
	}

	private IRResponseFormat jsonSchema(ResponseFormat format) {
		unused("pattern", format.pattern(), "json_schema");
		ResponseFormat.JsonSchema jsonSchema = format.jsonSchema();
		Map<String, @Nullable Object> flat = format.schema();
		if (jsonSchema == null && flat != null) {
			this.notes.normalized(FIELD + ".schema",
					"response_format.schema was sent as json_schema with the name response");
			return new IRResponseFormat.JsonSchema("response", flat);
		}
		String path = FIELD + ".json_schema";
		if (jsonSchema == null) {
			throw this.notes.invalid(path, path + " is missing: set it to an object with name and schema");
		}
		if (flat != null && !flat.equals(jsonSchema.schema())) {
			this.notes.unsupported(FIELD + ".schema",
					"response_format.schema was not sent, since json_schema is also present");
		}
		this.notes.unknown(path, jsonSchema.additional());
		String name = jsonSchema.name();
		if (name == null || name.isBlank()) {
			throw this.notes.invalid(path + ".name", path + ".name is missing: set the name of the schema");
		}
		return new IRResponseFormat.JsonSchema(name, jsonSchema.description(),
				RequestNotes.orEmpty(jsonSchema.schema()), jsonSchema.strict());
	}

	private IRResponseFormat regex(ResponseFormat format) {
		unused("json_schema", format.jsonSchema(), "regex");
		unused("schema", format.schema(), "regex");
		String pattern = format.pattern();
		if (pattern == null || pattern.isEmpty()) {
			throw this.notes.invalid(FIELD + ".pattern",
					"response_format.pattern is missing: set the regular expression");
		}
		return new IRResponseFormat.Regex(pattern);
	}

	private void unused(String name, @Nullable Object value, String type) {
		if (value != null) {
			String field = FIELD + "." + name;
			this.notes.unsupported(field, field + " has no meaning for type " + type + " and was not sent");
		}
	}

}
