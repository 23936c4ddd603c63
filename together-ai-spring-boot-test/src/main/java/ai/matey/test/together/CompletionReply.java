package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;

import ai.matey.test.together.completion.ChatFormat;
import ai.matey.test.together.completion.Choice.ToolCall;
import ai.matey.test.together.completion.Choice;
import ai.matey.test.together.completion.Completion;
import ai.matey.test.together.completion.TextFormat;
import ai.matey.test.together.completion.Tokenizer;
import ai.matey.test.together.completion.Usage;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.TogetherService;
import org.jspecify.annotations.Nullable;

/**
 * A valid completion with the given content, plain or streamed as requested. By default,
 * it is sent at the pace of the server.
 *
 * @since 0.1.0
 */
public final class CompletionReply extends AbstractReply {

	private final Choice choice;

	private final @Nullable Usage usage;

	private final @Nullable Duration pace;

	private CompletionReply(Choice choice, @Nullable Usage usage, @Nullable Duration pace) {
		this.choice = choice;
		this.usage = usage;
		this.pace = pace;
	}

	static CompletionReply of(String text) {
		return new CompletionReply(new Choice(null, text, List.of(), "stop"), null, null);
	}

	/**
	 * Set the reasoning, which is sent before the text.
	 * @param reasoning the reasoning
	 * @return the new reply
	 */
	public CompletionReply reasoning(String reasoning) {
		return with(new Choice(reasoning, this.choice.text(), this.choice.toolCalls(), this.choice.finishReason()));
	}

	/**
	 * Add a tool call, which is sent after the text, and set the finish reason to
	 * {@code tool_calls}.
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text
	 * @return the new reply
	 */
	public CompletionReply toolCall(String name, String arguments) {
		List<ToolCall> calls = new ArrayList<>(this.choice.toolCalls());
		calls.add(new ToolCall(String.format(Locale.ROOT, "call_fake%02d", calls.size()), name, arguments));
		return with(new Choice(this.choice.reasoning(), this.choice.text(), calls, "tool_calls"));
	}

	/**
	 * Set the finish reason.
	 * @param reason the reason, for example {@code length}
	 * @return the new reply
	 */
	public CompletionReply finishReason(String reason) {
		return with(new Choice(this.choice.reasoning(), this.choice.text(), this.choice.toolCalls(), reason));
	}

	/**
	 * Set the usage, which the server counts by default.
	 * @param promptTokens the number of prompt tokens
	 * @param completionTokens the number of completion tokens
	 * @return the new reply
	 */
	public CompletionReply usage(int promptTokens, int completionTokens) {
		return new CompletionReply(this.choice, new Usage(promptTokens, completionTokens, 0), this.pace);
	}

	/**
	 * Set the time per token, which is the pace of the server by default.
	 * @param perToken the time per token, or zero to send everything at once
	 * @return the new reply
	 */
	public CompletionReply pace(Duration perToken) {
		return new CompletionReply(this.choice, this.usage, perToken);
	}

	/**
	 * Return a reply that simulates a model with tools: this completion, with tool calls
	 * for the client, until a request ends with tool results, and then the reply that is
	 * created from these results.
	 *
	 * <pre class="code">
	 * fake.onPath("/v1/chat/completions")
	 *     .always(Reply.toolCall("get_weather", "{\"city\":\"Paris\"}")
	 *         .afterTools((results) -> Reply.text("The tool returned " + results)));
	 * </pre>
	 * @param response creates the reply from the results in the order of the request;
	 * must not block, since it runs on the server's event loop
	 * @return the new reply
	 */
	public Reply afterTools(Function<? super List<String>, ? extends Reply> response) {
		return Reply.choosing((request) -> {
			List<String> results = request.toolResults();
			return results.isEmpty() ? this : response.apply(results);
		});
	}

	private CompletionReply with(Choice choice) {
		return new CompletionReply(choice, this.usage, this.pace);
	}

	@Override
	Script script(ReceivedRequest request, TogetherService service) {
		Completion counted = Completion.of(List.of(this.choice), Tokenizer.count(request.body()), -1);
		Completion completion = new Completion(counted.choices(), (this.usage != null) ? this.usage : counted.usage(),
				-1);
		Duration perToken = (this.pace != null) ? this.pace : service.pace();
		return request.path().endsWith("/chat/completions") ? ChatFormat.script(request, completion, perToken)
				: TextFormat.script(request, completion, perToken);
	}

}
