package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Options of a streamed response.
 *
 * @param includeUsage whether to send the tokens used in a last chunk without choices, or
 * {@code null}
 * @param additional further fields by their JSON name
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamOptions(@JsonProperty("include_usage") @Nullable Boolean includeUsage,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public StreamOptions {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create options that request or suppress the tokens used.
	 * @param includeUsage whether to send the tokens used in a last chunk
	 * @return the options
	 */
	public static StreamOptions includeUsage(boolean includeUsage) {
		return new StreamOptions(includeUsage, Map.of());
	}

	@Override
	public String toString() {
		return "StreamOptions[includeUsage=" + this.includeUsage + ", additional=" + this.additional.keySet() + "]";
	}

}
