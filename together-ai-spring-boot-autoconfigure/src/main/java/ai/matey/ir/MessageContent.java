package ai.matey.ir;

/**
 * A part of a message. The interface is sealed, so that a {@code switch} over it can be
 * exhaustive.
 */
public sealed interface MessageContent permits TextContent, ReasoningContent, ImageContent, AudioContent, VideoContent,
		DocumentContent, ToolUseContent, ToolResultContent {

}
