package ai.matey.object;

import java.util.ArrayList;
import java.util.List;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.MessageContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.schema.JsonCodec;
import ai.matey.schema.JsonType;

/**
 * Creates the requests of each mode and finds the object in their responses.
 */
final class ObjectRequests {

	private static final String TOOL = "respond";

	private ObjectRequests() {
	}

	static IRChatRequest request(ObjectMode mode, IRChatRequest request, JsonType<?> type, boolean schemaInPrompt) {
		return switch (mode) {
			case AUTO, JSON_SCHEMA -> {
				List<IRMessage> messages = schemaInPrompt ? instructed(request.messages(), type) : request.messages();
				yield request.mutate()
					.messages(messages)
					.responseFormat(new IRResponseFormat.JsonSchema(type.name(), type.schema()))
					.build();
			}
			case TOOL -> request.mutate()
				.tool(new IRTool(TOOL, "Give the response by calling this.", type.schema()))
				.toolChoice(IRToolChoice.named(TOOL))
				.build();
			case PROMPT -> request.mutate().messages(instructed(request.messages(), type)).build();
		};
	}

	/**
	 * Return the request that follows an invalid response.
	 */
	static IRChatRequest repair(IRChatRequest asked, IRChatResponse response, List<String> problems) {
		String told = "That is not valid: "
				+ (problems.isEmpty() ? "it is not a JSON object" : String.join("; ", problems))
				+ ". Respond again, with the whole JSON and nothing else.";
		List<IRMessage> messages = new ArrayList<>(asked.messages());
		List<ToolUseContent> calls = response.message().toolCalls();
		if (calls.isEmpty()) {
			messages.add(IRMessage.assistant(response.text()));
			messages.add(IRMessage.user(told));
		}
		else {
			List<MessageContent> replayed = new ArrayList<>();
			List<IRMessage> results = new ArrayList<>();
			for (ToolUseContent call : calls) {
				replayed
					.add((call.problem() != null) ? new ToolUseContent(call.id(), call.name(), call.input()) : call);
				results.add(new IRMessage(IRRole.TOOL, List.of(new ToolResultContent(call.id(), told, true))));
			}
			messages.add(new IRMessage(IRRole.ASSISTANT, replayed));
			messages.addAll(results);
		}
		return asked.mutate().messages(messages).build();
	}

	/**
	 * Return the text that should hold the object: the arguments of the tool, or the text
	 * of a model that ignores the tool choice.
	 */
	static String text(IRChatResponse response) {
		for (ToolUseContent call : response.message().toolCalls()) {
			String arguments = call.arguments();
			return (arguments != null && !arguments.isBlank()) ? arguments : JsonCodec.write(call.input());
		}
		return response.text();
	}

	/**
	 * Return the next piece of that text.
	 */
	static String delta(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content content && content.choice() == 0) {
			return content.delta();
		}
		if (chunk instanceof IRStreamChunk.ToolUse call && call.choice() == 0 && call.index() == 0) {
			return call.argumentsDelta();
		}
		return "";
	}

	/**
	 * Some chat templates support only a single system message, at the beginning.
	 */
	private static List<IRMessage> instructed(List<IRMessage> messages, JsonType<?> type) {
		String instruction = "Respond with JSON only, without any other text. The JSON has to be valid against this"
				+ " JSON schema:\n" + JsonCodec.write(type.schema());
		List<IRMessage> instructed = new ArrayList<>(messages);
		if (messages.isEmpty() || messages.get(0).role() != IRRole.SYSTEM) {
			instructed.add(0, IRMessage.system(instruction));
			return instructed;
		}
		IRMessage system = messages.get(0);
		instructed.set(0, new IRMessage(IRRole.SYSTEM, List.of(new TextContent(system.text() + "\n\n" + instruction)),
				system.name()));
		return instructed;
	}

}
