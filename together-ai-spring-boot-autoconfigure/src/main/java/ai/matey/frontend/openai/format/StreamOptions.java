package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How a streamed answer shall look.
 *
 * @param includeUsage whether a last chunk without choices shall tell the tokens used, or
 * {@code null}
 * @param additional further fields by their name on the wire
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record StreamOptions(@JsonProperty("include_usage") @Nullable Boolean includeUsage,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public StreamOptions {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Options that ask for, or forbid, the tokens used.
	 * @param includeUsage whether a last chunk shall tell the tokens used
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
