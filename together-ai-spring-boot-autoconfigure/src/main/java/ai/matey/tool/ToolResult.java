package ai.matey.tool;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.ToolUseContent;

/**
 * The result of one call.
 *
 * @param call the model's call
 * @param content the content sent to the model: the result, or a short description of the
 * failure
 * @param isError whether the call failed, was refused or could not be made
 * @param failure the exception, or {@code null}; it is not written as JSON
 * @param duration the duration of the call
 * @since 0.1.0
 */
public record ToolResult(ToolUseContent call, String content, boolean isError, @Nullable Throwable failure,
		Duration duration) {

	public ToolResult {
		Objects.requireNonNull(call, "call must not be null");
		Objects.requireNonNull(content, "content must not be null");
		Objects.requireNonNull(duration, "duration must not be null");
	}

	static ToolResult refused(ToolUseContent call, String content) {
		return new ToolResult(call, content, true, null, Duration.ZERO);
	}

	@Override
	public String toString() {
		return "ToolResult[call=" + this.call + ", " + this.content.length() + " chars"
				+ (this.isError ? ", error" : "") + ", duration=" + this.duration + "]";
	}

}
