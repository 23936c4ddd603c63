package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.matey.test.together.Answer.ToolCall;
import org.jspecify.annotations.Nullable;

/**
 * A good answer of the model with contents of the test's choice. It is sent plain or
 * streamed, as the request asks, and at the server's pace.
 */
public final class AnswerReply extends AbstractReply {

	private final Answer answer;

	private final @Nullable Usage usage;

	private final @Nullable Duration pace;

	private AnswerReply(Answer answer, @Nullable Usage usage, @Nullable Duration pace) {
		this.answer = answer;
		this.usage = usage;
		this.pace = pace;
	}

	static AnswerReply of(String text) {
		return new AnswerReply(new Answer(null, text, List.of(), "stop"), null, null);
	}

	/**
	 * Adds reasoning, sent before the text.
	 * @param reasoning the reasoning
	 * @return the new reply
	 */
	public AnswerReply reasoning(String reasoning) {
		return with(new Answer(reasoning, this.answer.text(), this.answer.toolCalls(), this.answer.finishReason()));
	}

	/**
	 * Adds a tool call, sent after the text, and sets the finish reason to
	 * {@code tool_calls}.
	 * @param name the tool's name
	 * @param arguments its arguments as JSON text
	 * @return the new reply
	 */
	public AnswerReply toolCall(String name, String arguments) {
		List<ToolCall> calls = new ArrayList<>(this.answer.toolCalls());
		calls.add(new ToolCall(String.format(Locale.ROOT, "call_fake%02d", calls.size()), name, arguments));
		return with(new Answer(this.answer.reasoning(), this.answer.text(), calls, "tool_calls"));
	}

	/**
	 * Sets the finish reason.
	 * @param reason the reason, for example {@code length}
	 * @return the new reply
	 */
	public AnswerReply finishReason(String reason) {
		return with(new Answer(this.answer.reasoning(), this.answer.text(), this.answer.toolCalls(), reason));
	}

	/**
	 * Sets the usage, instead of the server's own count.
	 * @param promptTokens the tokens of the prompt
	 * @param completionTokens the tokens of the completion
	 * @return the new reply
	 */
	public AnswerReply usage(int promptTokens, int completionTokens) {
		return new AnswerReply(this.answer, new Usage(promptTokens, completionTokens, 0), this.pace);
	}

	/**
	 * Sets the time per token, instead of the server's pace.
	 * @param perToken the time, zero to send all at once
	 * @return the new reply
	 */
	public AnswerReply pace(Duration perToken) {
		return new AnswerReply(this.answer, this.usage, perToken);
	}

	private AnswerReply with(Answer answer) {
		return new AnswerReply(answer, this.usage, this.pace);
	}

	@Override
	Script script(RecordedRequest request, Service service) {
		Completion counted = Completion.of(List.of(this.answer), Tokens.count(request.body()), -1);
		Completion completion = new Completion(counted.choices(), (this.usage != null) ? this.usage : counted.usage(),
				-1);
		Duration perToken = (this.pace != null) ? this.pace : service.pace();
		return request.path().endsWith("/chat/completions") ? ChatFormat.script(request, completion, perToken)
				: TextFormat.script(request, completion, perToken);
	}

}
