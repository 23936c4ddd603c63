package ai.matey.ir;

import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * The format of the response's text.
 *
 * @since 0.1.0
 */
public sealed interface IRResponseFormat {

	/**
	 * Any text, which is the default of every provider.
	 */
	record Text() implements IRResponseFormat {

	}

	/**
	 * A JSON object of any shape. The prompt should ask for JSON too.
	 */
	record JsonObject() implements IRResponseFormat {

	}

	/**
	 * JSON that conforms to a schema.
	 *
	 * @param name the schema's name: letters, digits, {@code _} and {@code -}, at most 64
	 * @param description the purpose of the response, or {@code null}
	 * @param schema the JSON schema
	 * @param strict whether the model must follow the schema exactly, or {@code null} for
	 * the provider's default
	 */
	record JsonSchema(String name, @Nullable String description, Map<String, @Nullable Object> schema,
			@Nullable Boolean strict) implements IRResponseFormat {

		public JsonSchema {
			Objects.requireNonNull(name, "name must not be null");
			schema = Copies.json(schema);
		}

		/**
		 * Create a schema without a description and with the provider's default
		 * strictness.
		 * @param name the schema's name
		 * @param schema the JSON schema
		 */
		public JsonSchema(String name, Map<String, @Nullable Object> schema) {
			this(name, null, schema, null);
		}

	}

	/**
	 * Text that matches a regular expression.
	 *
	 * @param pattern the expression, in the provider's dialect
	 */
	record Regex(String pattern) implements IRResponseFormat {

		public Regex {
			Objects.requireNonNull(pattern, "pattern must not be null");
		}

	}

}
