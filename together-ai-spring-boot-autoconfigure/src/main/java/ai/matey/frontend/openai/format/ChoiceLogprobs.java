package ai.matey.frontend.openai.format;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The log probabilities of a response's tokens.
 *
 * @param content the tokens in order
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
public record ChoiceLogprobs(@JsonProperty("content") List<Token> content) {

	public ChoiceLogprobs {
		content = WireCopies.list(content);
	}

	@Override
	public String toString() {
		return "ChoiceLogprobs[" + this.content.size() + " tokens]";
	}

	/**
	 * One token of the response.
	 *
	 * @param token its text, empty if only its id is known
	 * @param logprob its log probability, or {@code null}
	 * @param tokenId its id in the model's vocabulary, or {@code null}; not a field of
	 * OpenAI
	 * @param topLogprobs the most likely tokens at this position; empty if not requested
	 * @param bytes the UTF-8 bytes of its text, or {@code null} if unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "token", "logprob", "token_id", "bytes", "top_logprobs" })
	public record Token(@JsonProperty("token") @Nullable String token,
			@JsonProperty("logprob") @Nullable Double logprob, @JsonProperty("token_id") @Nullable Long tokenId,
			@JsonProperty("top_logprobs") List<Alternative> topLogprobs,
			@JsonProperty("bytes") @Nullable List<Integer> bytes) {

		public Token {
			topLogprobs = WireCopies.list(topLogprobs);
			bytes = WireCopies.optional(bytes);
		}

		@Override
		public String toString() {
			return "Token[logprob=" + this.logprob + ", tokenId=" + this.tokenId + "]";
		}

	}

	/**
	 * An alternative token at a position.
	 *
	 * @param token its text
	 * @param logprob its log probability, or {@code null}
	 * @param bytes the UTF-8 bytes of its text, or {@code null} if unknown
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "token", "logprob", "bytes" })
	public record Alternative(@JsonProperty("token") @Nullable String token,
			@JsonProperty("logprob") @Nullable Double logprob, @JsonProperty("bytes") @Nullable List<Integer> bytes) {

		public Alternative {
			bytes = WireCopies.optional(bytes);
		}

		@Override
		public String toString() {
			return "Alternative[logprob=" + this.logprob + "]";
		}

	}

}
