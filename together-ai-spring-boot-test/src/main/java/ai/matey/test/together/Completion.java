package ai.matey.test.together;

import java.util.List;

/**
 * A whole completion, before it is put into a wire format.
 *
 * @param choices the choices in order
 * @param usage what was counted
 * @param logprobs the number of alternatives to list per token, negative for no
 * log-probabilities
 */
record Completion(List<Answer> choices, Usage usage, int logprobs) {

	Completion {
		choices = List.copyOf(choices);
	}

	static Completion of(List<Answer> choices, int promptTokens, int logprobs) {
		int tokens = choices.stream().mapToInt(Answer::tokens).sum();
		int reasoning = choices.stream().mapToInt(Answer::reasoningTokens).sum();
		return new Completion(choices, new Usage(promptTokens, tokens, reasoning), logprobs);
	}

}
