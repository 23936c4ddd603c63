package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChatContent;
import ai.matey.frontend.openai.format.ChatMessage;
import ai.matey.frontend.openai.format.ContentPart;
import ai.matey.frontend.openai.format.ToolCall;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;

/**
 * Translates the messages of one request in order, since a deprecated {@code function}
 * message belongs to a call in an earlier one.
 */
final class IRMessageMapper {

	private final RequestNotes notes;

	private final ContentPartMapper parts;

	private final Map<String, String> functionCallIds = new HashMap<>();

	IRMessageMapper(RequestNotes notes) {
		this.notes = notes;
		this.parts = new ContentPartMapper(notes);
	}

	List<IRMessage> toIR(List<ChatMessage> messages) {
		if (messages.isEmpty()) {
			throw this.notes.invalid("messages", "messages is missing or empty: send at least one message");
		}
		List<IRMessage> result = new ArrayList<>(messages.size());
		for (int i = 0; i < messages.size(); i++) {
			result.add(toIR("messages[" + i + "]", messages.get(i)));
		}
		return result;
	}

	private IRMessage toIR(String path, @Nullable ChatMessage message) {
		if (message == null) {
			throw this.notes.invalid(path, path + " is null: leave it out or give it a role");
		}
		String role = message.role();
		if (role == null) {
			throw this.notes.invalid(path + ".role",
					path + ".role is missing: set system, developer, user, assistant or tool");
		}
		this.notes.unknown(path, message.additional());
		warnOfForeignFields(path, role, message);
		return switch (role) {
			case "system" -> said(IRRole.SYSTEM, path, message);
			case "developer" -> developer(path, message);
			case "user" -> said(IRRole.USER, path, message);
			case "assistant" -> assistant(path, message);
			case "tool" -> tool(path, message);
			case "function" -> function(path, message);
			default -> throw this.notes.invalid(path + ".role",
					path + ".role is " + RequestNotes.word(role) + ": use system, developer, user, assistant or tool");
		};
	}

	private IRMessage developer(String path, ChatMessage message) {
		this.notes.normalized(path + ".role", path + ".role developer was sent as system");
		return said(IRRole.SYSTEM, path, message);
	}

	private IRMessage said(IRRole role, String path, ChatMessage message) {
		List<MessageContent> content = new ArrayList<>();
		addContent(content, path + ".content", message.content());
		if (content.isEmpty()) {
			throw this.notes.invalid(path + ".content",
					path + ".content is missing or empty: set a string or a list of parts");
		}
		return new IRMessage(role, content, message.name());
	}

	private IRMessage assistant(String path, ChatMessage message) {
		List<MessageContent> content = new ArrayList<>();
		String reasoning = reasoning(path, message);
		if (reasoning != null) {
			content.add(new ReasoningContent(reasoning));
		}
		addContent(content, path + ".content", message.content());
		if (message.refusal() != null) {
			content.add(this.parts.refusal(path + ".refusal", message.refusal()));
		}
		addToolCalls(content, path + ".tool_calls", message.toolCalls());
		ToolCall.Function functionCall = message.functionCall();
		if (functionCall != null) {
			String field = path + ".function_call";
			String name = name(field, functionCall.name());
			this.notes.normalized(field, field + " is deprecated and was sent as a tool call");
			String id = "call_" + name + "_" + this.functionCallIds.size();
			this.functionCallIds.put(name, id);
			content.add(ToolArguments.read(id, name, functionCall.arguments()));
		}
		return new IRMessage(IRRole.ASSISTANT, content, message.name());
	}

	private @Nullable String reasoning(String path, ChatMessage message) {
		String reasoning = message.reasoning();
		String other = message.reasoningContent();
		if (reasoning != null && other != null && !reasoning.equals(other)) {
			this.notes.unsupported(path + ".reasoning_content",
					path + ".reasoning_content was not sent, since reasoning is also present");
		}
		return (reasoning != null) ? reasoning : other;
	}

	private void addToolCalls(List<MessageContent> content, String path, @Nullable List<ToolCall> calls) {
		if (calls == null) {
			return;
		}
		for (int i = 0; i < calls.size(); i++) {
			String callPath = path + "[" + i + "]";
			ToolCall call = calls.get(i);
			if (call == null) {
				throw this.notes.invalid(callPath, callPath + " is null: leave it out");
			}
			if (call.type() != null && !call.type().equals("function")) {
				throw this.notes.inexpressible(callPath + ".type",
						callPath + ".type is " + RequestNotes.word(call.type()) + ": only function is supported");
			}
			if (call.id() == null || call.id().isBlank()) {
				throw this.notes.invalid(callPath + ".id",
						callPath + ".id is missing: the tool message that answers the call names it");
			}
			ToolCall.Function function = call.function();
			if (function == null) {
				throw this.notes.invalid(callPath + ".function",
						callPath + ".function is missing: set name and arguments");
			}
			content.add(
					ToolArguments.read(call.id(), name(callPath + ".function", function.name()), function.arguments()));
		}
	}

	private IRMessage tool(String path, ChatMessage message) {
		String id = message.toolCallId();
		if (id == null || id.isBlank()) {
			throw this.notes.invalid(path + ".tool_call_id",
					path + ".tool_call_id is missing: set the id of the tool call that this message answers");
		}
		return result(path, id, message);
	}

	private IRMessage function(String path, ChatMessage message) {
		String name = name(path, message.name());
		String id = this.functionCallIds.get(name);
		if (id == null) {
			throw this.notes.invalid(path + ".name",
					path + ".name: no earlier assistant message has a function_call of that name");
		}
		this.notes.normalized(path + ".role", path + ".role function is deprecated and was sent as tool");
		return result(path, id, message);
	}

	private IRMessage result(String path, String toolUseId, ChatMessage message) {
		List<MessageContent> content = new ArrayList<>();
		addContent(content, path + ".content", message.content());
		if (content.isEmpty()) {
			throw this.notes.invalid(path + ".content", path + ".content is missing: set the tool's result as text");
		}
		// Together's format has a single text, and parts must not run into each other
		StringJoiner text = new StringJoiner("\n");
		for (int i = 0; i < content.size(); i++) {
			if (!(content.get(i) instanceof TextContent part)) {
				String field = path + ".content[" + i + "].type";
				throw this.notes.inexpressible(field, field + ": a tool's result can only be text");
			}
			text.add(part.text());
		}
		return new IRMessage(IRRole.TOOL, List.of(new ToolResultContent(toolUseId, text.toString(), false)),
				message.name());
	}

	private void addContent(List<MessageContent> result, String path, @Nullable ChatContent content) {
		if (content == null) {
			return;
		}
		String text = content.text();
		List<ContentPart> list = content.parts();
		if (text != null) {
			result.add(new TextContent(text));
		}
		else if (list != null) {
			for (int i = 0; i < list.size(); i++) {
				result.add(this.parts.toIR(path + "[" + i + "]", list.get(i)));
			}
		}
		else {
			throw this.notes.invalid(path, path + " is neither a string nor a list of parts");
		}
	}

	private void warnOfForeignFields(String path, String role, ChatMessage message) {
		if (!role.equals("assistant")) {
			warnIf(!RequestNotes.saysNothing(message.toolCalls()), path + ".tool_calls", role);
			warnIf(message.functionCall() != null, path + ".function_call", role);
			warnIf(message.reasoning() != null, path + ".reasoning", role);
			warnIf(message.reasoningContent() != null, path + ".reasoning_content", role);
			warnIf(message.refusal() != null, path + ".refusal", role);
		}
		if (!role.equals("tool")) {
			warnIf(message.toolCallId() != null, path + ".tool_call_id", role);
		}
	}

	private void warnIf(boolean foreign, String field, String role) {
		if (foreign) {
			this.notes.unsupported(field,
					field + " has no meaning for role " + RequestNotes.word(role) + " and was not sent");
		}
	}

	private String name(String path, @Nullable String name) {
		if (name == null || name.isBlank()) {
			throw this.notes.invalid(path + ".name", path + ".name is missing: set the tool's name");
		}
		return name;
	}

}
