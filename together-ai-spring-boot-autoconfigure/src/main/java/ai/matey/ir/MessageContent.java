package ai.matey.ir;

/**
 * A part of a message. The interface is sealed, so that a {@code switch} over it can be
 * exhaustive.
 *
 * @since 0.1.0
 */
public sealed interface MessageContent permits TextContent, ReasoningContent, ImageContent, AudioContent, VideoContent,
		DocumentContent, ToolUseContent, ToolResultContent {

}
