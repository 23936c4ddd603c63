package ai.matey.ir;

import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Log probabilities of an answer's tokens, in one form whatever form the provider used.
 *
 * @param tokens the tokens in order
 * @param raw the provider's own values in the order in which they came, as plain JSON
 * values: one for a plain answer, one for each event of a stream
 */
public record IRLogprobs(List<Token> tokens, List<Map<String, @Nullable Object>> raw) {

	public IRLogprobs {
		tokens = List.copyOf(tokens);
		raw = raw.stream().<Map<String, @Nullable Object>>map(Copies::json).toList();
	}

	/**
	 * Log probabilities without the provider's own values.
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
	 * One token of the answer.
	 *
	 * @param token its text, or {@code null} where only the number is known
	 * @param logprob its log probability, or {@code null}
	 * @param tokenId its id in the model's vocabulary, or {@code null}
	 * @param top the most likely tokens at this place; empty if not asked for
	 * @param bytes its text's bytes in UTF-8, from 0 to 255, or {@code null} if the
	 * provider did not say; a token can be a part of a character
	 */
	public record Token(@Nullable String token, @Nullable Double logprob, @Nullable Long tokenId, List<Alternative> top,
			@Nullable List<Integer> bytes) {

		public Token {
			top = List.copyOf(top);
			bytes = (bytes != null) ? List.copyOf(bytes) : null;
		}

		/**
		 * Create a token without bytes.
		 * @param token its text, or {@code null} where only the number is known
		 * @param logprob its log probability, or {@code null}
		 * @param tokenId its id in the model's vocabulary, or {@code null}
		 * @param top the most likely tokens at this place; empty if not asked for
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
	 * A token that could have stood at a place.
	 *
	 * @param token its text
	 * @param logprob its log probability, or {@code null}
	 * @param bytes its text's bytes in UTF-8, from 0 to 255, or {@code null} if the
	 * provider did not say
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
