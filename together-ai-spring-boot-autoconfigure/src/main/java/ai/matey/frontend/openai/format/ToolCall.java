package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A model's request to run a tool, or in a chunk a fragment of one. Fragments of one call
 * have the same index; only the first has id, type and name.
 *
 * @param index the call's number within the choice, from 0; {@code null} outside of
 * chunks
 * @param id the call's id, or {@code null} in a later fragment
 * @param type always {@code function}, or {@code null} in a later fragment
 * @param function what to run
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "index", "id", "type", "function" })
public record ToolCall(@JsonProperty("index") @Nullable Integer index, @JsonProperty("id") @Nullable String id,
		@JsonProperty("type") @Nullable String type, @JsonProperty("function") @Nullable Function function) {

	/**
	 * A whole call.
	 * @param id the call's id
	 * @param name the tool's name
	 * @param arguments the arguments as JSON text
	 * @return the call
	 */
	public static ToolCall of(String id, String name, String arguments) {
		return new ToolCall(null, id, "function", new Function(name, arguments));
	}

	/**
	 * What to run.
	 *
	 * @param name the tool's name, or {@code null} in a later fragment
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
