package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A warning about a call that was nevertheless made. OpenAI has no such field; Together
 * has one with only {@code message}.
 *
 * @param message a message for people
 * @param category the category, such as {@code parameter_unsupported}, or {@code null}
 * @param param the field that it concerns, or {@code null}
 * @param source the source of the warning, or {@code null}
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "message", "category", "param", "source" })
public record CompletionWarning(@JsonProperty("message") @Nullable String message,
		@JsonProperty("category") @Nullable String category, @JsonProperty("param") @Nullable String param,
		@JsonProperty("source") @Nullable String source) {

}
