package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * The format of the response's text.
 *
 * @param type {@code text}, {@code json_object}, {@code json_schema} or {@code regex}
 * @param jsonSchema the schema for {@code json_schema}, or {@code null}
 * @param schema the schema in Together's older flat form, or {@code null}
 * @param pattern the expression for {@code regex}, or {@code null}
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ResponseFormat(@JsonProperty("type") @Nullable String type,
		@JsonProperty("json_schema") @Nullable JsonSchema jsonSchema,
		@JsonProperty("schema") @Nullable Map<String, @Nullable Object> schema,
		@JsonProperty("pattern") @Nullable String pattern,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ResponseFormat {
		schema = (schema != null) ? WireCopies.fields(schema) : null;
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create a format of any text.
	 * @return the format
	 */
	public static ResponseFormat text() {
		return new ResponseFormat("text", null, null, null, Map.of());
	}

	/**
	 * Create a format of a JSON object of any shape. The prompt should ask for JSON too.
	 * @return the format
	 */
	public static ResponseFormat jsonObject() {
		return new ResponseFormat("json_object", null, null, null, Map.of());
	}

	/**
	 * Create a format of JSON that conforms to a schema.
	 * @param name the name of the schema
	 * @param schema the JSON schema
	 * @return the format
	 */
	public static ResponseFormat jsonSchema(String name, Map<String, @Nullable Object> schema) {
		return new ResponseFormat("json_schema", new JsonSchema(name, null, schema, null, Map.of()), null, null,
				Map.of());
	}

	/**
	 * Create a format of text that matches a regular expression.
	 * @param pattern the expression, in the provider's dialect
	 * @return the format
	 */
	public static ResponseFormat regex(String pattern) {
		return new ResponseFormat("regex", null, null, pattern, Map.of());
	}

	@Override
	public String toString() {
		return "ResponseFormat[type=" + this.type + "]";
	}

	/**
	 * A JSON schema with a name.
	 *
	 * @param name its name: letters, digits, {@code _} and {@code -}, at most 64
	 * @param description the purpose of the response, or {@code null}
	 * @param schema the JSON schema
	 * @param strict whether the model must follow the schema exactly, or {@code null}
	 * @param additional further fields by their JSON name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record JsonSchema(@JsonProperty("name") @Nullable String name,
			@JsonProperty("description") @Nullable String description,
			@JsonProperty("schema") @Nullable Map<String, @Nullable Object> schema,
			@JsonProperty("strict") @Nullable Boolean strict,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public JsonSchema {
			schema = (schema != null) ? WireCopies.fields(schema) : null;
			additional = WireCopies.fields(additional);
		}

		@Override
		public String toString() {
			return "JsonSchema[name=" + this.name + ", strict=" + this.strict + "]";
		}

	}

}
