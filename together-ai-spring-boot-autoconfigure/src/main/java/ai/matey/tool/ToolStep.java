package ai.matey.tool;

import java.util.List;
import java.util.Objects;

import ai.matey.ir.IRChatResponse;

/**
 * One round of a run: a response of the model and the results of its calls.
 *
 * @param response the response, whose calls have unique ids
 * @param results the results of its calls in order, without those that wait for an
 * approval
 * @since 0.1.0
 */
public record ToolStep(IRChatResponse response, List<ToolResult> results) {

	public ToolStep {
		Objects.requireNonNull(response, "response must not be null");
		results = List.copyOf(results);
	}

}
