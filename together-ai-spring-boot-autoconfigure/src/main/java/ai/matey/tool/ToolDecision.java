package ai.matey.tool;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * A decision on a call that needs an approval.
 *
 * @param callId the {@link ai.matey.ir.ToolUseContent#id() id} of the call
 * @param approved whether the call may be made
 * @param reason the reason for a refusal, which is sent to the model, or {@code null}
 * @since 0.1.0
 */
public record ToolDecision(String callId, boolean approved, @Nullable String reason) {

	public ToolDecision {
		Objects.requireNonNull(callId, "callId must not be null");
	}

	/**
	 * Create an approval.
	 * @param callId the id of the call
	 * @return the decision
	 */
	public static ToolDecision approve(String callId) {
		return new ToolDecision(callId, true, null);
	}

	/**
	 * Create a refusal.
	 * @param callId the id of the call
	 * @param reason the reason, which is sent to the model, or {@code null}
	 * @return the decision
	 */
	public static ToolDecision refuse(String callId, @Nullable String reason) {
		return new ToolDecision(callId, false, reason);
	}

}
