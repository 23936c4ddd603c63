package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how hard the model reasons.
 *
 * @param enabled whether a hybrid model reasons before it answers, or {@code null}
 * @param effort how hard, such as {@code low}, or {@code null}; the same as
 * {@code reasoning_effort} of the request, which wins
 * @param additional further fields by their name on the wire
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ReasoningOptions(@JsonProperty("enabled") @Nullable Boolean enabled,
		@JsonProperty("effort") @Nullable String effort,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ReasoningOptions {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Switch reasoning on or off.
	 * @param enabled whether the model reasons before it answers
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
