package ai.matey.tool;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.ToolUseContent;
import ai.matey.schema.JsonMismatchException;
import ai.matey.tool.ToolFunction.Invocation;

/**
 * A tool call that has been checked but not yet made.
 */
sealed interface PlannedCall {

	ToolUseContent call();

	/**
	 * Check a call. A problem is reported to the model, which can try again.
	 */
	static PlannedCall of(ToolUseContent call, Toolbox tools) {
		Tool tool = tools.get(call.name());
		if (tool == null) {
			return refused(call,
					"There is no tool '" + call.name() + "'. The tools are: " + String.join(", ", tools.names()) + ".");
		}
		if (call.problem() != null) {
			return refused(call, "The arguments are not a JSON object. Call the tool again with valid arguments.");
		}
		try {
			return new Ready(call, tool, tool.function().prepare(call.input()), tool.needsApproval(call));
		}
		catch (JsonMismatchException ex) {
			return refused(call, "The arguments are not valid: " + String.join("; ", ex.problems()) + ".");
		}
	}

	/**
	 * Apply the decision on a call that waited for one.
	 */
	static PlannedCall decided(PlannedCall planned, @Nullable ToolDecision decision) {
		if (decision == null || !(planned instanceof Ready ready)) {
			return planned;
		}
		if (decision.approved()) {
			return new Ready(ready.call(), ready.tool(), ready.invocation(), false);
		}
		String reason = decision.reason();
		return refused(ready.call(), "The call was not approved." + ((reason != null) ? " " + reason : ""));
	}

	private static PlannedCall refused(ToolUseContent call, String content) {
		return new Refused(call, ToolResult.refused(call, content));
	}

	/** A call that can be made, possibly after an approval. */
	record Ready(ToolUseContent call, Tool tool, Invocation invocation, boolean needsApproval) implements PlannedCall {

	}

	/** A call that cannot be made. */
	record Refused(ToolUseContent call, ToolResult result) implements PlannedCall {

	}

}
