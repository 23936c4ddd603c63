package ai.matey.ir;

import java.util.Objects;

/**
 * The result of a tool.
 *
 * @param toolUseId the {@link ToolUseContent#id() id} of the call that the result belongs
 * to
 * @param content the result as text; JSON is text too
 * @param isError whether the tool failed and {@code content} says why
 * @since 0.1.0
 */
public record ToolResultContent(String toolUseId, String content, boolean isError) implements MessageContent {

	public ToolResultContent {
		Objects.requireNonNull(toolUseId, "toolUseId must not be null");
		Objects.requireNonNull(content, "content must not be null");
	}

	@Override
	public String toString() {
		return "ToolResultContent[toolUseId=" + this.toolUseId + ", " + this.content.length() + " chars"
				+ (this.isError ? ", error" : "") + "]";
	}

}
