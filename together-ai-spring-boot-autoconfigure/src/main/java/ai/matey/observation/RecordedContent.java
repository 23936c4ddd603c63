package ai.matey.observation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRequest;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * Writes conversations in the JSON format of the OpenTelemetry conventions. Media are
 * only mentioned and embedded or reranked texts are omitted, since neither belongs in a
 * span.
 */
final class RecordedContent {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private RecordedContent() {
	}

	/**
	 * Return the input of the model.
	 * @return the messages as JSON, or {@code null} if there are none
	 */
	static @Nullable String input(IRRequest request) {
		if (request instanceof IRChatRequest chat) {
			return input(chat.messages());
		}
		if (request instanceof IRCompletionRequest completion) {
			return input(List.of(IRMessage.user(completion.prompt())));
		}
		if (request instanceof IRImageRequest image) {
			return input(List.of(IRMessage.user(image.prompt())));
		}
		return null;
	}

	static String input(List<IRMessage> messages) {
		return MAPPER.writeValueAsString(messages.stream().map((message) -> message(message, null)).toList());
	}

	static String output(IRChatResponse response) {
		List<Map<String, Object>> messages = new ArrayList<>();
		for (IRChoice choice : response.choices()) {
			messages.add(message(choice.message(), lower(choice.finishReason())));
		}
		return MAPPER.writeValueAsString(messages);
	}

	private static Map<String, Object> message(IRMessage message, @Nullable String finishReason) {
		Map<String, Object> json = new LinkedHashMap<>();
		json.put("role", lower(message.role()));
		json.put("parts", message.content().stream().map(RecordedContent::part).toList());
		if (finishReason != null) {
			json.put("finish_reason", finishReason);
		}
		return json;
	}

	private static Map<String, Object> part(MessageContent part) {
		Map<String, Object> json = new LinkedHashMap<>();
		if (part instanceof TextContent text) {
			json.put("type", "text");
			json.put("content", text.text());
		}
		else if (part instanceof ReasoningContent reasoning) {
			json.put("type", "reasoning");
			json.put("content", reasoning.text());
		}
		else if (part instanceof ToolUseContent call) {
			json.put("type", "tool_call");
			json.put("id", call.id());
			json.put("name", call.name());
			json.put("arguments", arguments(call));
		}
		else if (part instanceof ToolResultContent result) {
			json.put("type", "tool_call_response");
			json.put("id", result.toolUseId());
			json.put("result", result.content());
		}
		else {
			json.put("type", part.getClass().getSimpleName());
		}
		return json;
	}

	/**
	 * Return arguments that are not a JSON object unchanged.
	 */
	private static Object arguments(ToolUseContent call) {
		String text = call.arguments();
		return (call.input().isEmpty() && text != null) ? text : call.input();
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
