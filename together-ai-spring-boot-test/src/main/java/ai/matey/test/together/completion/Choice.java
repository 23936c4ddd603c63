package ai.matey.test.together.completion;

import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * One choice of a completion, independent of its format.
 *
 * @param reasoning the reasoning, or {@code null} if the model does not reason
 * @param text the text, possibly empty
 * @param toolCalls the tool calls, possibly none
 * @param finishReason the reason why it ends
 */
public record Choice(@Nullable String reasoning, String text, List<ToolCall> toolCalls, String finishReason) {

	/**
	 * A call to a tool.
	 *
	 * @param id the call's id
	 * @param name the tool's name
	 * @param arguments the arguments as JSON text
	 */
	public record ToolCall(String id, String name, String arguments) {
	}

	public Choice {
		toolCalls = List.copyOf(toolCalls);
	}

	int reasoningTokens() {
		return (this.reasoning != null) ? Tokenizer.count(this.reasoning) : 0;
	}

	int tokens() {
		int toolCallTokens = this.toolCalls.stream().mapToInt((call) -> Tokenizer.count(call.arguments()) + 1).sum();
		return reasoningTokens() + Tokenizer.count(this.text) + toolCallTokens;
	}

	/**
	 * Return this choice limited to a number of tokens. The reasoning comes first.
	 */
	Choice limitTo(int maxTokens) {
		if (!this.toolCalls.isEmpty() || tokens() <= maxTokens) {
			return this;
		}
		String reasoning = (this.reasoning != null) ? first(maxTokens, this.reasoning) : null;
		return new Choice(reasoning, first(Math.max(0, maxTokens - reasoningTokens()), this.text), this.toolCalls,
				"length");
	}

	/**
	 * Return this choice up to the first of the stop sequences.
	 */
	Choice stopAt(List<String> stops) {
		int end = stops.stream()
			.filter((stop) -> !stop.isEmpty())
			.mapToInt(this.text::indexOf)
			.filter((index) -> index >= 0)
			.min()
			.orElse(this.text.length());
		return new Choice(this.reasoning, this.text.substring(0, end), this.toolCalls, this.finishReason);
	}

	private static String first(int tokens, String text) {
		return String.join("", Tokenizer.tokenize(text).stream().limit(tokens).toList());
	}

}
