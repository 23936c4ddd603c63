package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The body of an error response.
 *
 * @param error the error
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record OpenAIError(@JsonProperty("error") Detail error) {

	/**
	 * Create the body of an error response.
	 * @param message a message for people
	 * @param type the kind of error, such as {@code invalid_request_error}
	 * @param param the invalid field, or {@code null}
	 * @param code the error code, or {@code null}
	 * @return the body
	 */
	public static OpenAIError of(String message, String type, @Nullable String param, @Nullable String code) {
		return new OpenAIError(new Detail(message, type, param, code));
	}

	/**
	 * The details of an error. As with OpenAI, all fields are always present.
	 *
	 * @param message a message for people
	 * @param type the kind of error, such as {@code invalid_request_error}
	 * @param param the invalid field, or {@code null}
	 * @param code the error code, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.ALWAYS)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "message", "type", "param", "code" })
	public record Detail(@JsonProperty("message") @Nullable String message, @JsonProperty("type") @Nullable String type,
			@JsonProperty("param") @Nullable String param, @JsonProperty("code") @Nullable String code) {

	}

}
