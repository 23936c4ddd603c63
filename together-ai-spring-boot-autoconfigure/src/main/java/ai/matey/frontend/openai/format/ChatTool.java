package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A tool that the model may call.
 *
 * @param type always {@code function}
 * @param function the definition of the function
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatTool(@JsonProperty("type") @Nullable String type,
		@JsonProperty("function") @Nullable Function function,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ChatTool {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create a tool that is a function.
	 * @param name the name that the model uses to call it
	 * @param description what it does, written for the model
	 * @param parameters the JSON schema of its arguments
	 * @return the tool
	 */
	public static ChatTool function(String name, String description, Map<String, @Nullable Object> parameters) {
		return new ChatTool("function", new Function(name, description, parameters, null, Map.of()), Map.of());
	}

	/**
	 * The definition of a function.
	 *
	 * @param name the name that the model uses to call it
	 * @param description what it does, written for the model, or {@code null}
	 * @param parameters the JSON schema of its arguments, or {@code null} for none
	 * @param strict whether the model must follow the schema exactly, or {@code null}
	 * @param additional further fields by their JSON name
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	public record Function(@JsonProperty("name") @Nullable String name,
			@JsonProperty("description") @Nullable String description,
			@JsonProperty("parameters") @Nullable Map<String, @Nullable Object> parameters,
			@JsonProperty("strict") @Nullable Boolean strict,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public Function {
			parameters = (parameters != null) ? WireCopies.fields(parameters) : null;
			additional = WireCopies.fields(additional);
		}

		@Override
		public String toString() {
			return "Function[name=" + this.name + "]";
		}

	}

}
