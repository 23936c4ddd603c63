package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A model's request to run a tool or, in a chunk, a fragment of one. Fragments of one
 * call have the same index, and only the first has an id, a type and a name.
 *
 * @param index the index of the call within the choice, starting at 0; {@code null}
 * outside of chunks
 * @param id the id of the call, or {@code null} in a later fragment
 * @param type always {@code function}, or {@code null} in a later fragment
 * @param function the function to call
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "index", "id", "type", "function" })
public record ToolCall(@JsonProperty("index") @Nullable Integer index, @JsonProperty("id") @Nullable String id,
		@JsonProperty("type") @Nullable String type, @JsonProperty("function") @Nullable Function function) {

	/**
	 * Create a complete call.
	 * @param id the id of the call
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text
	 * @return the call
	 */
	public static ToolCall of(String id, String name, String arguments) {
		return new ToolCall(null, id, "function", new Function(name, arguments));
	}

	/**
	 * The function to call.
	 *
	 * @param name the name of the tool, or {@code null} in a later fragment
	 * @param arguments the arguments as JSON text exactly as the model wrote them, or a
	 * fragment of it
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "name", "arguments" })
	public record Function(@JsonProperty("name") @Nullable String name,
			@JsonProperty("arguments") @Nullable String arguments) {

		@Override
		public String toString() {
			return "Function[name=" + this.name + ", " + ((this.arguments != null) ? this.arguments.length() : 0)
					+ " chars]";
		}

	}

}
