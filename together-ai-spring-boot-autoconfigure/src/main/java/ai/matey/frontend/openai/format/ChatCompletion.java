package ai.matey.frontend.openai.format;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A response that is not streamed:
 * {@code completion.choices().get(0).message().content()}.
 *
 * @param id the id of the response
 * @param object always {@code chat.completion}
 * @param created when it was created, in seconds since 1970
 * @param model the model that responded, or {@code null} if unknown
 * @param choices the choices; one unless {@code n} was larger
 * @param usage the tokens used, or {@code null} if unknown
 * @param systemFingerprint the fingerprint of the provider's configuration, or
 * {@code null}
 * @param prompt the prompt as the model saw it, or {@code null} unless {@code echo} was
 * set; a field of Together
 * @param warnings the warnings, or {@code null} if there are none; a field of Together
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "object", "created", "model", "choices", "usage", "system_fingerprint", "prompt",
		"warnings" })
public record ChatCompletion(@JsonProperty("id") @Nullable String id, @JsonProperty("object") @Nullable String object,
		@JsonProperty("created") @Nullable Long created, @JsonProperty("model") @Nullable String model,
		@JsonProperty("choices") List<Choice> choices, @JsonProperty("usage") @Nullable CompletionUsage usage,
		@JsonProperty("system_fingerprint") @Nullable String systemFingerprint,
		@JsonProperty("prompt") @Nullable List<Prompt> prompt,
		@JsonProperty("warnings") @Nullable List<CompletionWarning> warnings) {

	/** The value of {@link #object()}. */
	public static final String OBJECT = "chat.completion";

	public ChatCompletion {
		choices = WireCopies.list(choices);
		prompt = WireCopies.optional(prompt);
		warnings = WireCopies.optional(warnings);
	}

	/**
	 * One of the choices.
	 *
	 * @param index its index, starting at 0
	 * @param message the message of the model
	 * @param finishReason the finish reason in OpenAI's terms, or the provider's term if
	 * OpenAI has none, or {@code null} if there is none
	 * @param logprobs the log probabilities of the tokens, or {@code null}
	 * @param seed the seed that was used, or {@code null}; a field of Together
	 * @param additional further fields of the provider, such as {@code stop_reason}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "index", "message", "finish_reason", "logprobs", "seed" })
	public record Choice(@JsonProperty("index") @Nullable Integer index,
			@JsonProperty("message") ChatCompletionMessage message,
			@JsonProperty("finish_reason") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String finishReason,
			@JsonProperty("logprobs") @Nullable ChoiceLogprobs logprobs,
			@JsonProperty("seed") @Nullable BigInteger seed,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public Choice {
			additional = WireCopies.fields(additional);
		}

		@Override
		public String toString() {
			return "Choice[index=" + this.index + ", message=" + this.message + ", finishReason=" + this.finishReason
					+ ", additional=" + this.additional.keySet() + "]";
		}

	}

	/**
	 * An echoed prompt.
	 *
	 * @param text the prompt, or {@code null}
	 * @param logprobs the log probabilities of its tokens, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "text", "logprobs" })
	public record Prompt(@JsonProperty("text") @Nullable String text,
			@JsonProperty("logprobs") @Nullable ChoiceLogprobs logprobs) {

		@Override
		public String toString() {
			return "Prompt[" + ChatCompletionMessage.length(this.text) + " chars]";
		}

	}

}
