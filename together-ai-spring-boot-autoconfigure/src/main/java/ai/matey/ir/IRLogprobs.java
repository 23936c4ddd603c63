package ai.matey.ir;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * The log probabilities of a response's tokens, in a single format whatever format the
 * provider used.
 *
 * @param tokens the tokens in order
 * @param raw the provider's own values in the order received, as JSON values: one for a
 * plain response, one for each event of a stream
 * @since 0.1.0
 */
public record IRLogprobs(List<Token> tokens, List<Map<String, @Nullable Object>> raw) {

	public IRLogprobs {
		tokens = List.copyOf(tokens);
		raw = raw.stream().<Map<String, @Nullable Object>>map(Copies::json).toList();
	}

	/**
	 * Create log probabilities without the provider's own values.
	 * @param tokens the tokens in order
	 */
	public IRLogprobs(List<Token> tokens) {
		this(tokens, List.of());
	}

	@Override
	public String toString() {
		return "IRLogprobs[" + this.tokens.size() + " tokens]";
	}

	/**
	 * One token of the response.
	 *
	 * @param token its text, or {@code null} if only its id is known
	 * @param logprob its log probability, or {@code null}
	 * @param tokenId its id in the model's vocabulary, or {@code null}
	 * @param top the most likely tokens at this position; empty if not requested
	 * @param bytes the UTF-8 bytes of its text, from 0 to 255, or {@code null} if not
	 * reported; a token can be part of a character
	 */
	public record Token(@Nullable String token, @Nullable Double logprob, @Nullable Long tokenId, List<Alternative> top,
			@Nullable List<Integer> bytes) {

		public Token {
			top = List.copyOf(top);
			bytes = (bytes != null) ? List.copyOf(bytes) : null;
		}

		/**
		 * Create a token without bytes.
		 * @param token its text, or {@code null} if only its id is known
		 * @param logprob its log probability, or {@code null}
		 * @param tokenId its id in the model's vocabulary, or {@code null}
		 * @param top the most likely tokens at this position; empty if not requested
		 */
		public Token(@Nullable String token, @Nullable Double logprob, @Nullable Long tokenId, List<Alternative> top) {
			this(token, logprob, tokenId, top, null);
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
	 * @param bytes the UTF-8 bytes of its text, from 0 to 255, or {@code null} if not
	 * reported
	 */
	public record Alternative(String token, @Nullable Double logprob, @Nullable List<Integer> bytes) {

		public Alternative {
			bytes = (bytes != null) ? List.copyOf(bytes) : null;
		}

		/**
		 * Create a token without bytes.
		 * @param token its text
		 * @param logprob its log probability, or {@code null}
		 */
		public Alternative(String token, @Nullable Double logprob) {
			this(token, logprob, null);
		}

		@Override
		public String toString() {
			return "Alternative[logprob=" + this.logprob + "]";
		}

	}

}
