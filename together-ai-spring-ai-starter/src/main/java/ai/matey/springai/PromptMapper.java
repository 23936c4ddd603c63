package ai.matey.springai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.tool.definition.ToolDefinition;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * Maps prompts to requests for the bridge.
 */
final class PromptMapper {

	private final ToolCallingManager toolCallingManager;

	PromptMapper(ToolCallingManager toolCallingManager) {
		this.toolCallingManager = toolCallingManager;
	}

	/**
	 * Map a prompt.
	 * @param prompt the prompt, whose options are used as they are
	 * @param defaults the options for a prompt without options
	 * @return the request
	 */
	IRChatRequest map(Prompt prompt, TogetherChatOptions defaults) {
		ChatOptions given = prompt.getOptions();
		TogetherChatOptions options = (given != null) ? TogetherChatOptions.from(given) : defaults;
		IRChatRequest.Builder request = IRChatRequest.builder()
			.messages(messages(prompt.getInstructions()))
			.parameters(options.parameters())
			.tools(tools(options))
			.toolChoice(toolChoice(options.getToolChoice()))
			.responseFormat(options.getResponseFormat())
			.deadlines(options.getDeadlines())
			.maxAttempts(options.getMaxAttempts());
		return request.build();
	}

	private List<IRTool> tools(TogetherChatOptions options) {
		return this.toolCallingManager.resolveToolDefinitions(options).stream().map(PromptMapper::tool).toList();
	}

	private static IRTool tool(ToolDefinition definition) {
		try {
			return new IRTool(definition.name(), definition.description(), JsonText.read(definition.inputSchema()));
		}
		catch (IllegalArgumentException ex) {
			throw new IllegalArgumentException(
					"The input schema of the tool '" + definition.name() + "' " + ex.getMessage(), ex);
		}
	}

	private static @Nullable IRToolChoice toolChoice(@Nullable String choice) {
		if (choice == null) {
			return null;
		}
		return switch (choice) {
			case "auto" -> IRToolChoice.auto();
			case "none" -> IRToolChoice.none();
			case "required" -> IRToolChoice.required();
			default -> IRToolChoice.named(choice);
		};
	}

	private static List<IRMessage> messages(List<Message> messages) {
		List<IRMessage> mapped = new ArrayList<>(messages.size());
		for (Message message : messages) {
			if (message instanceof SystemMessage system) {
				mapped.add(IRMessage.system(text(system)));
			}
			else if (message instanceof UserMessage user) {
				mapped.add(user(user));
			}
			else if (message instanceof AssistantMessage assistant) {
				mapped.add(assistant(assistant));
			}
			else if (message instanceof ToolResponseMessage tools) {
				tools.getResponses().forEach((response) -> mapped.add(toolResult(response)));
			}
			else {
				throw new IllegalArgumentException("A message of type " + message.getClass().getName()
						+ " is not supported; use a system, user, assistant or tool response message");
			}
		}
		return mapped;
	}

	private static IRMessage user(UserMessage message) {
		List<MessageContent> content = new ArrayList<>(1 + message.getMedia().size());
		String text = text(message);
		if (!text.isEmpty() || message.getMedia().isEmpty()) {
			content.add(new TextContent(text));
		}
		for (Media media : message.getMedia()) {
			content.add(MediaMapper.content(media));
		}
		return new IRMessage(IRRole.USER, content);
	}

	/**
	 * Reasoning is sent back to the model together with tool results, as required by
	 * models that reason between tool calls. The reasoning of a completed response would
	 * only cost tokens.
	 */
	private static IRMessage assistant(AssistantMessage message) {
		List<MessageContent> content = new ArrayList<>();
		if (message.hasToolCalls()
				&& message.getMetadata().get(TogetherMetadata.REASONING_CONTENT) instanceof String reasoning
				&& !reasoning.isEmpty()) {
			content.add(new ReasoningContent(reasoning));
		}
		String text = text(message);
		if (!text.isEmpty()) {
			content.add(new TextContent(text));
		}
		message.getMedia().forEach((media) -> content.add(MediaMapper.content(media)));
		message.getToolCalls().forEach((call) -> content.add(toolCall(call)));
		return new IRMessage(IRRole.ASSISTANT, content);
	}

	private static ToolUseContent toolCall(AssistantMessage.ToolCall call) {
		String arguments = call.arguments();
		try {
			return new ToolUseContent(call.id(), call.name(), JsonText.read(arguments), arguments, null);
		}
		catch (IllegalArgumentException ex) {
			return new ToolUseContent(call.id(), call.name(), Map.of(), arguments, ex.getMessage());
		}
	}

	private static IRMessage toolResult(ToolResponseMessage.ToolResponse response) {
		return new IRMessage(IRRole.TOOL, List.of(new ToolResultContent(response.id(), response.responseData(), false)),
				response.name());
	}

	private static String text(Message message) {
		String text = message.getText();
		return (text != null) ? text : "";
	}

}
