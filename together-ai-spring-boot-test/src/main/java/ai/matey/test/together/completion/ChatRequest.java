package ai.matey.test.together.completion;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import tools.jackson.databind.JsonNode;

/**
 * A request for a chat completion.
 *
 * @param model the name of the model
 * @param messages the messages in order
 * @param body the whole body
 */
public record ChatRequest(String model, List<JsonNode> messages, JsonNode body) {

	/**
	 * Return the request with a body.
	 * @throws ApiException if the messages are missing or invalid
	 */
	public static ChatRequest of(String model, JsonNode body) {
		JsonNode list = body.path("messages");
		if (!list.isArray() || list.isEmpty()) {
			throw ApiException.invalid("Made up by FakeTogether: the request has no messages.", "messages");
		}
		List<JsonNode> messages = new ArrayList<>();
		for (JsonNode message : list) {
			if (Json.string(message, "role") == null) {
				throw ApiException.invalid("Made up by FakeTogether: a message has no role.", "messages");
			}
			messages.add(message);
		}
		return new ChatRequest(model, List.copyOf(messages), body);
	}

	/**
	 * Return the text of a message, whether it is a string or a list of parts.
	 */
	static String text(JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isString()) {
			return content.stringValue();
		}
		List<String> parts = new ArrayList<>();
		for (JsonNode part : content) {
			String text = Json.string(part, "text");
			if (text != null) {
				parts.add(text);
			}
		}
		return String.join(" ", parts);
	}

	String lastUserText() {
		return this.messages.stream()
			.filter((message) -> "user".equals(Json.string(message, "role")))
			.reduce((earlier, later) -> later)
			.map(ChatRequest::text)
			.orElse("");
	}

	JsonNode lastMessage() {
		return this.messages.get(this.messages.size() - 1);
	}

	/**
	 * Return whether the last message is the result of a tool.
	 */
	boolean followsToolResult() {
		return "tool".equals(Json.string(lastMessage(), "role"));
	}

	/**
	 * Return the number of parts in all messages that are not text.
	 */
	int attachments() {
		int count = 0;
		for (JsonNode message : this.messages) {
			for (JsonNode part : message.path("content")) {
				count += "text".equals(Json.string(part, "type")) ? 0 : 1;
			}
		}
		return count;
	}

	int promptTokens() {
		return this.messages.stream().mapToInt((message) -> Tokenizer.count(text(message))).sum();
	}

	List<JsonNode> tools() {
		List<JsonNode> functions = new ArrayList<>();
		for (JsonNode tool : this.body.path("tools")) {
			JsonNode function = tool.path("function");
			if (Json.string(function, "name") != null) {
				functions.add(function);
			}
		}
		return functions;
	}

	/**
	 * Return the tools to call: the chosen one, those that the last user message names,
	 * or the first one if a call is required.
	 */
	List<JsonNode> toolsToCall() {
		JsonNode choice = this.body.path("tool_choice");
		String mode = choice.isString() ? choice.stringValue() : "auto";
		List<JsonNode> tools = tools();
		if (tools.isEmpty() || followsToolResult() || mode.equals("none")) {
			return List.of();
		}
		String chosen = Json.string(choice.path("function"), "name");
		if (chosen != null) {
			return tools.stream().filter((tool) -> chosen.equals(name(tool))).limit(1).toList();
		}
		String text = lastUserText().toLowerCase(Locale.ROOT);
		List<JsonNode> named = tools.stream().filter((tool) -> mentions(text, name(tool))).toList();
		return (named.isEmpty() && mode.equals("required")) ? tools.subList(0, 1) : named;
	}

	boolean reasons() {
		JsonNode template = this.body.path("chat_template_kwargs");
		for (JsonNode flag : List.of(this.body.path("reasoning").path("enabled"), template.path("thinking"),
				template.path("enable_thinking"))) {
			if (flag.isBoolean()) {
				return flag.booleanValue();
			}
		}
		return ReasoningModels.contains(this.model) || this.body.path("reasoning_effort").isString();
	}

	static String name(JsonNode function) {
		return function.path("name").stringValue();
	}

	private static boolean mentions(String text, String tool) {
		String words = tool.replace('_', ' ').replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ");
		return text.contains(tool.toLowerCase(Locale.ROOT)) || text.contains(words.toLowerCase(Locale.ROOT));
	}

}
