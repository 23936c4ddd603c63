package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Options of the model's reasoning.
 *
 * @param enabled whether a hybrid model reasons before it responds, or {@code null}
 * @param effort the effort, such as {@code low}, or {@code null}; the request's
 * {@code reasoning_effort} takes precedence
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReasoningOptions(@JsonProperty("enabled") @Nullable Boolean enabled,
		@JsonProperty("effort") @Nullable String effort,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ReasoningOptions {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create options that enable or disable reasoning.
	 * @param enabled whether the model reasons before it responds
	 * @return the options
	 */
	public static ReasoningOptions enabled(boolean enabled) {
		return new ReasoningOptions(enabled, null, Map.of());
	}

	@Override
	public String toString() {
		return "ReasoningOptions[enabled=" + this.enabled + ", additional=" + this.additional.keySet() + "]";
	}

}
