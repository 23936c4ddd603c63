package ai.matey.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.ir.IRChatRequest;

/**
 * Thrown when a run with tools has reached a limit or a deadline, or cannot be resumed.
 * {@link #steps()} returns what happened before. A failure of the provider is not wrapped
 * in this exception.
 */
public final class ToolRunException extends AdapterException {

	private final transient List<ToolStep> steps;

	private final transient ToolRun.@Nullable Pending pending;

	ToolRunException(ErrorCode code, String message, IRChatRequest request, List<ToolStep> steps) {
		this(code, message, request, steps, null);
	}

	private ToolRunException(ErrorCode code, String message, IRChatRequest request, List<ToolStep> steps,
			ToolRun.@Nullable Pending pending) {
		super(code, false, message, ErrorDetails.of("tools", request.model()), null);
		this.steps = List.copyOf(steps);
		this.pending = pending;
	}

	/**
	 * Create the exception for a caller that needs a completed run and cannot wait for an
	 * approval.
	 * @param pending the pending run
	 * @return the exception
	 */
	public static ToolRunException approvalRequired(ToolRun.Pending pending) {
		return new ToolRunException(ErrorCode.TOOL_APPROVAL_REQUIRED,
				"The model called a tool that needs an approval, which cannot be waited for here."
						+ " Use runTools and resumeTools, then ask for the typed response.",
				pending.request(), pending.steps(), pending);
	}

	/**
	 * Return the steps before the failure.
	 * @return the completed rounds in order
	 */
	public List<ToolStep> steps() {
		return this.steps;
	}

	/**
	 * Return the run that waits for an approval.
	 * @return the pending run for {@link ErrorCode#TOOL_APPROVAL_REQUIRED}, otherwise
	 * {@code null}
	 */
	public ToolRun.@Nullable Pending pending() {
		return this.pending;
	}

}
