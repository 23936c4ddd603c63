package ai.matey.test.together.completion;

import java.util.List;

/**
 * A completion, independent of its format.
 *
 * @param choices the choices in order
 * @param usage the token usage
 * @param logprobs the number of alternatives per token, negative for no log probabilities
 */
public record Completion(List<Choice> choices, Usage usage, int logprobs) {

	public Completion {
		choices = List.copyOf(choices);
	}

	/**
	 * Return a completion with the usage counted.
	 */
	public static Completion of(List<Choice> choices, int promptTokens, int logprobs) {
		int tokens = choices.stream().mapToInt(Choice::tokens).sum();
		int reasoning = choices.stream().mapToInt(Choice::reasoningTokens).sum();
		return new Completion(choices, new Usage(promptTokens, tokens, reasoning), logprobs);
	}

}
