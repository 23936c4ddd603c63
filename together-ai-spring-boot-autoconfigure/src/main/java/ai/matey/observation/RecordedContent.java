package ai.matey.observation;

import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;

/**
 * Conversations in the JSON of the OpenTelemetry conventions. Media are named, not
 * copied: a span is no place for them.
 */
final class RecordedContent {

	private final StringBuilder json = new StringBuilder();

	private RecordedContent() {
	}

	static String input(List<IRMessage> messages) {
		RecordedContent content = new RecordedContent();
		content.json.append('[');
		for (IRMessage message : messages) {
			content.message(message, null);
		}
		return content.close(']');
	}

	static String output(IRChatResponse response) {
		RecordedContent content = new RecordedContent();
		content.json.append('[');
		for (IRChoice choice : response.choices()) {
			content.message(choice.message(), lower(choice.finishReason()));
		}
		return content.close(']');
	}

	private void message(IRMessage message, @Nullable String finishReason) {
		next().append('{');
		field("role", lower(message.role()));
		next().append("\"parts\":[");
		message.content().forEach(this::part);
		this.json.append(']');
		if (finishReason != null) {
			field("finish_reason", finishReason);
		}
		this.json.append('}');
	}

	private void part(MessageContent part) {
		next().append('{');
		if (part instanceof TextContent text) {
			field("type", "text");
			field("content", text.text());
		}
		else if (part instanceof ReasoningContent reasoning) {
			field("type", "reasoning");
			field("content", reasoning.text());
		}
		else if (part instanceof ToolUseContent call) {
			field("type", "tool_call");
			field("id", call.id());
			field("name", call.name());
			field("arguments", (call.arguments() != null) ? call.arguments() : call.input().toString());
		}
		else if (part instanceof ToolResultContent result) {
			field("type", "tool_call_response");
			field("id", result.toolUseId());
			field("result", result.content());
		}
		else {
			field("type", part.getClass().getSimpleName());
		}
		this.json.append('}');
	}

	private void field(String name, String value) {
		next().append('"').append(name).append("\":\"");
		value.chars().forEach(this::character);
		this.json.append('"');
	}

	private void character(int character) {
		if (character == '"' || character == '\\') {
			this.json.append('\\').append((char) character);
		}
		else if (character < ' ') {
			this.json.append("\\u%04x".formatted(character));
		}
		else {
			this.json.append((char) character);
		}
	}

	private StringBuilder next() {
		char last = this.json.charAt(this.json.length() - 1);
		return (last == '[' || last == '{') ? this.json : this.json.append(',');
	}

	private String close(char bracket) {
		return this.json.append(bracket).toString();
	}

	private static String lower(Enum<?> value) {
		return value.name().toLowerCase(Locale.ROOT);
	}

}
