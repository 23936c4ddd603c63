package ai.matey.ir;

/**
 * One part of a message. The set is closed: a {@code switch} over it is exhaustive.
 */
public sealed interface MessageContent permits TextContent, ReasoningContent, ImageContent, AudioContent, VideoContent,
		DocumentContent, ToolUseContent, ToolResultContent {

}
