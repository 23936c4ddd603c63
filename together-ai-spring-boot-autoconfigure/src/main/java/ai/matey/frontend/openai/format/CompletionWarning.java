package ai.matey.frontend.openai.format;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * Something that a caller should know although the call went on. OpenAI has no such
 * field; Together has one with {@code message} only.
 *
 * @param message what happened, made for a person
 * @param category what kind of thing, such as {@code parameter_unsupported}, or
 * {@code null}
 * @param param the field that it concerns, or {@code null}
 * @param source who noticed it, or {@code null}
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "message", "category", "param", "source" })
public record CompletionWarning(@JsonProperty("message") @Nullable String message,
		@JsonProperty("category") @Nullable String category, @JsonProperty("param") @Nullable String param,
		@JsonProperty("source") @Nullable String source) {

}
