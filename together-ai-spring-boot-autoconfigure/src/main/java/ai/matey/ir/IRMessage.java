package ai.matey.ir;

import java.util.List;
import java.util.Objects;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;

/**
 * One message of a conversation.
 *
 * @param role who speaks
 * @param content the message's parts in order, possibly none
 * @param name the speaker's name where the provider knows names, or {@code null}
 */
public record IRMessage(IRRole role, List<MessageContent> content, @Nullable String name) {

	public IRMessage {
		Objects.requireNonNull(role, "role must not be null");
		content = List.copyOf(content);
	}

	/**
	 * A message without a speaker's name.
	 * @param role who speaks
	 * @param content the message's parts in order
	 */
	public IRMessage(IRRole role, List<MessageContent> content) {
		this(role, content, null);
	}

	/**
	 * Create a system message.
	 * @param text its text
	 * @return the message
	 */
	public static IRMessage system(String text) {
		return new IRMessage(IRRole.SYSTEM, List.of(new TextContent(text)));
	}

	/**
	 * Create a user's message.
	 * @param text its text
	 * @return the message
	 */
	public static IRMessage user(String text) {
		return new IRMessage(IRRole.USER, List.of(new TextContent(text)));
	}

	/**
	 * Create a user's message of several parts, such as text and an image.
	 * @param content the parts in order
	 * @return the message
	 */
	public static IRMessage user(MessageContent... content) {
		return new IRMessage(IRRole.USER, List.of(content));
	}

	/**
	 * Create a model's message.
	 * @param text its text
	 * @return the message
	 */
	public static IRMessage assistant(String text) {
		return new IRMessage(IRRole.ASSISTANT, List.of(new TextContent(text)));
	}

	/**
	 * Create a message with the result of a tool.
	 * @param toolUseId the {@link ToolUseContent#id() id} of the call that it answers
	 * @param result the result as text
	 * @return the message
	 */
	public static IRMessage tool(String toolUseId, String result) {
		return new IRMessage(IRRole.TOOL, List.of(new ToolResultContent(toolUseId, result, false)));
	}

	/**
	 * Return the message's text without reasoning, media and tools.
	 * @return all {@link TextContent text parts} joined, empty if there is none
	 */
	public String text() {
		return joined(TextContent.class, TextContent::text);
	}

	/**
	 * Return the model's reasoning.
	 * @return all {@link ReasoningContent reasoning parts} joined, empty if there is none
	 */
	public String reasoning() {
		return joined(ReasoningContent.class, ReasoningContent::text);
	}

	/**
	 * Return the tools that the model asks for.
	 * @return the calls in order, empty if there is none
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
