package ai.matey.ir;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * A message of a conversation.
 *
 * @param role the role of the speaker
 * @param content the parts of the message in order, possibly none
 * @param name the name of the speaker if the provider supports names, or {@code null}
 * @since 0.1.0
 */
public record IRMessage(IRRole role, List<MessageContent> content, @Nullable String name) {

	public IRMessage {
		Objects.requireNonNull(role, "role must not be null");
		content = List.copyOf(content);
	}

	/**
	 * Create a message without the name of a speaker.
	 * @param role the role of the speaker
	 * @param content the parts of the message in order
	 */
	public IRMessage(IRRole role, List<MessageContent> content) {
		this(role, content, null);
	}

	/**
	 * Create a system message.
	 * @param text the text of the message
	 * @return the message
	 */
	public static IRMessage system(String text) {
		return new IRMessage(IRRole.SYSTEM, List.of(new TextContent(text)));
	}

	/**
	 * Create a user message.
	 * @param text the text of the message
	 * @return the message
	 */
	public static IRMessage user(String text) {
		return new IRMessage(IRRole.USER, List.of(new TextContent(text)));
	}

	/**
	 * Create a user message with several parts, such as text and an image.
	 * @param content the parts in order
	 * @return the message
	 */
	public static IRMessage user(MessageContent... content) {
		return new IRMessage(IRRole.USER, List.of(content));
	}

	/**
	 * Create an assistant message.
	 * @param text the text of the message
	 * @return the message
	 */
	public static IRMessage assistant(String text) {
		return new IRMessage(IRRole.ASSISTANT, List.of(new TextContent(text)));
	}

	/**
	 * Create a message with the result of a tool.
	 * @param toolUseId the {@link ToolUseContent#id() id} of the call that the result
	 * belongs to
	 * @param result the result as text
	 * @return the message
	 */
	public static IRMessage tool(String toolUseId, String result) {
		return new IRMessage(IRRole.TOOL, List.of(new ToolResultContent(toolUseId, result, false)));
	}

	/**
	 * Return the text of the message without reasoning, media and tools.
	 * @return all {@link TextContent text parts} concatenated, empty if there are none
	 */
	public String text() {
		return joined(TextContent.class, TextContent::text);
	}

	/**
	 * Return the model's reasoning.
	 * @return all {@link ReasoningContent reasoning parts} concatenated, empty if there
	 * are none
	 */
	public String reasoning() {
		return joined(ReasoningContent.class, ReasoningContent::text);
	}

	/**
	 * Return the tool calls of the model.
	 * @return the calls in order, empty if there are none
	 */
	public List<ToolUseContent> toolCalls() {
		return this.content.stream().filter(ToolUseContent.class::isInstance).map(ToolUseContent.class::cast).toList();
	}

	/**
	 * Most messages have one part: its text is returned as it is.
	 */
	private <C> String joined(Class<C> type, Function<C, String> text) {
		String first = "";
		StringBuilder all = null;
		for (MessageContent part : this.content) {
			if (type.isInstance(part)) {
				String next = text.apply(type.cast(part));
				if (all == null && first.isEmpty()) {
					first = next;
				}
				else {
					all = (all != null) ? all : new StringBuilder(first);
					all.append(next);
				}
			}
		}
		return (all != null) ? all.toString() : first;
	}

}
