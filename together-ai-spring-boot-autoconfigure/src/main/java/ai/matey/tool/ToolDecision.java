package ai.matey.tool;

import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Whether a call that needs an approval may be made.
 *
 * @param callId the {@link ai.matey.ir.ToolUseContent#id() id} of the call
 * @param approved whether it may be made
 * @param reason what the model is told about a refusal, or {@code null}
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
	 * @param reason what the model is told, or {@code null}
	 * @return the decision
	 */
	public static ToolDecision refuse(String callId, @Nullable String reason) {
		return new ToolDecision(callId, false, reason);
	}

}
