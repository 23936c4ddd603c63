package ai.matey.tool;

import java.util.List;
import java.util.Objects;

import ai.matey.ir.IRChatResponse;

/**
 * One round of a run: a response of the model and what came of its calls.
 *
 * @param response the response; its calls have ids that differ
 * @param results what came of its calls, in their order; those that wait for an approval
 * are left out
 */
public record ToolStep(IRChatResponse response, List<ToolResult> results) {

	public ToolStep {
		Objects.requireNonNull(response, "response must not be null");
		results = List.copyOf(results);
	}

}
