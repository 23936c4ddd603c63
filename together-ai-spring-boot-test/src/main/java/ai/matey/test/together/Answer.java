package ai.matey.test.together;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One choice of a completion, before it is put into a wire format.
 *
 * @param reasoning the reasoning, null for a model that does not reason
 * @param text the text, possibly empty
 * @param toolCalls the tool calls, possibly none
 * @param finishReason why it ends
 */
record Answer(@Nullable String reasoning, String text, List<ToolCall> toolCalls, String finishReason) {

	/**
	 * A call of a tool.
	 *
	 * @param id the call's id
	 * @param name the tool's name
	 * @param arguments the arguments as JSON text
	 */
	record ToolCall(String id, String name, String arguments) {
	}

	Answer {
		toolCalls = List.copyOf(toolCalls);
	}

	int reasoningTokens() {
		return (this.reasoning != null) ? Tokens.count(this.reasoning) : 0;
	}

	int tokens() {
		int called = this.toolCalls.stream().mapToInt((call) -> Tokens.count(call.arguments()) + 1).sum();
		return reasoningTokens() + Tokens.count(this.text) + called;
	}

	/**
	 * Returns this answer cut to a number of tokens, reasoning first, if it is longer.
	 */
	Answer cutTo(int maxTokens) {
		if (!this.toolCalls.isEmpty() || tokens() <= maxTokens) {
			return this;
		}
		String thought = (this.reasoning != null) ? first(maxTokens, this.reasoning) : null;
		return new Answer(thought, first(Math.max(0, maxTokens - reasoningTokens()), this.text), this.toolCalls,
				"length");
	}

	/**
	 * Returns this answer cut before the first of the stop sequences.
	 */
	Answer cutBefore(List<String> stops) {
		int end = stops.stream()
			.filter((stop) -> !stop.isEmpty())
			.mapToInt(this.text::indexOf)
			.filter((index) -> index >= 0)
			.min()
			.orElse(this.text.length());
		return new Answer(this.reasoning, this.text.substring(0, end), this.toolCalls, this.finishReason);
	}

	private static String first(int tokens, String text) {
		return String.join("", Tokens.of(text).stream().limit(tokens).toList());
	}

}
