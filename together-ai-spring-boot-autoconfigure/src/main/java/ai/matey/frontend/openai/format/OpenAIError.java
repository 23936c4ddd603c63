package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of an answer that failed.
 *
 * @param error what went wrong
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OpenAIError(@JsonProperty("error") Detail error) {

	/**
	 * An error.
	 * @param message what happened, for a person
	 * @param type the kind of error, such as {@code invalid_request_error}
	 * @param param the field that is wrong, or {@code null}
	 * @param code what exactly went wrong, or {@code null}
	 * @return the body
	 */
	public static OpenAIError of(String message, String type, @Nullable String param, @Nullable String code) {
		return new OpenAIError(new Detail(message, type, param, code));
	}

	/**
	 * What went wrong. As with OpenAI all fields are always there.
	 *
	 * @param message what happened, for a person
	 * @param type the kind of error, such as {@code invalid_request_error}
	 * @param param the field that is wrong, or {@code null}
	 * @param code what exactly went wrong, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "message", "type", "param", "code" })
	public record Detail(@JsonProperty("message") @Nullable String message, @JsonProperty("type") @Nullable String type,
			@JsonProperty("param") @Nullable String param, @JsonProperty("code") @Nullable String code) {

	}

}
