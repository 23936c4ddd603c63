package ai.matey.tool;

import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.ir.IRChatRequest;

/**
 * Thrown when a run with tools has reached a limit or a deadline, cannot wait for an
 * approval, or cannot be resumed. {@link #steps()} returns what happened before. A
 * failure of the provider is not wrapped in this exception.
 *
 * @since 0.1.0
 */
public final class ToolRunException extends AdapterException {

	private final transient @Nullable List<ToolStep> steps;

	private final transient ToolRun.@Nullable Pending pending;

	ToolRunException(ErrorCode code, String message, IRChatRequest request, List<ToolStep> steps) {
		this(code, false, message, request, steps, null, null);
	}

	private ToolRunException(ErrorCode code, boolean retryable, String message, IRChatRequest request,
			List<ToolStep> steps, ToolRun.@Nullable Pending pending, @Nullable Throwable cause) {
		super(code, retryable, message, ErrorDetails.of("tools", request.model()), cause);
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
		return new ToolRunException(ErrorCode.TOOL_APPROVAL_REQUIRED, false,
				"The model called a tool that needs an approval, which cannot be waited for here."
						+ " Use runTools and resumeTools, then ask for the typed response.",
				pending.request(), pending.steps(), pending, null);
	}

	/**
	 * Create the exception for a run that has to wait for an approval but could not be
	 * stored, so that it cannot be resumed. Its calls have been made, so it must not
	 * simply be started again.
	 */
	static ToolRunException notStored(ToolRun.Pending pending, Throwable cause) {
		return new ToolRunException(ErrorCode.TOOL_RUN_STORE_FAILED, false,
				"The run has to wait for an approval, but the store of pending runs failed, so it cannot be resumed."
						+ " The steps have what was done before.",
				pending.request(), pending.steps(), null, cause);
	}

	/**
	 * Create the exception for a run that could not be looked up. Nothing was done, and
	 * no call is made twice if it is resumed again.
	 */
	static ToolRunException notFound(ToolRun.Pending pending, Throwable cause) {
		return new ToolRunException(ErrorCode.TOOL_RUN_STORE_FAILED, true,
				"The run was not resumed, since the store of pending runs failed. Try again with the same decisions.",
				pending.request(), pending.steps(), null, cause);
	}

	static ToolRunException notPending(ToolRun.Pending pending) {
		return new ToolRunException(ErrorCode.TOOL_RUN_NOT_PENDING,
				"The run cannot be resumed: it was resumed before, was altered, or is not known to this store of"
						+ " pending runs. To resume runs of another process, share a store such as JdbcToolRunStore.",
				pending.request(), pending.steps());
	}

	/**
	 * Return the steps before the failure.
	 * @return the completed rounds in order; empty if this exception was deserialized
	 */
	public List<ToolStep> steps() {
		return (this.steps != null) ? this.steps : List.of();
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
