package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ChatTool;
import ai.matey.frontend.openai.format.ToolChoice;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;

/**
 * Translates tools and tool choices, including the deprecated functions.
 */
final class ToolMapper {

	private final RequestNotes notes;

	ToolMapper(RequestNotes notes) {
		this.notes = notes;
	}

	static boolean hasTools(ChatCompletionRequest request) {
		return !RequestNotes.saysNothing(request.tools()) || !RequestNotes.saysNothing(request.functions());
	}

	List<IRTool> tools(ChatCompletionRequest request) {
		List<IRTool> result = new ArrayList<>();
		List<ChatTool> tools = request.tools();
		if (tools != null) {
			for (int i = 0; i < tools.size(); i++) {
				result.add(tool("tools[" + i + "]", tools.get(i)));
			}
		}
		List<ChatTool.Function> functions = request.functions();
		if (functions != null && !functions.isEmpty()) {
			this.notes.normalized("functions", "functions is deprecated and was sent as tools");
			for (int i = 0; i < functions.size(); i++) {
				result.add(function("functions[" + i + "]", functions.get(i)));
			}
		}
		return result;
	}

	@Nullable IRToolChoice choice(ChatCompletionRequest request) {
		ToolChoice choice = request.toolChoice();
		ToolChoice functionCall = request.functionCall();
		if (functionCall != null) {
			if (choice == null) {
				this.notes.normalized("function_call", "function_call is deprecated and was sent as tool_choice");
				return choice("function_call", functionCall.value(), functionCall.value());
			}
			this.notes.unsupported("function_call", "function_call was not sent, since tool_choice is there too");
		}
		if (choice == null) {
			return null;
		}
		Object function = (choice.value() instanceof Map<?, ?> map && "function".equals(map.get("type")))
				? map.get("function") : null;
		return choice("tool_choice", choice.value(), function);
	}

	private IRToolChoice choice(String field, Object value, @Nullable Object function) {
		if (value instanceof String mode) {
			return switch (mode) {
				case "auto" -> IRToolChoice.auto();
				case "none" -> IRToolChoice.none();
				case "required" -> IRToolChoice.required();
				default -> throw this.notes.invalid(field,
						field + " is " + RequestNotes.word(mode) + ": use auto, none, required or name a function");
			};
		}
		if (function instanceof Map<?, ?> map && map.get("name") instanceof String name && !name.isBlank()) {
			return IRToolChoice.named(name);
		}
		if (value instanceof Map<?, ?> map && map.get("type") instanceof String type && !type.equals("function")) {
			throw this.notes.inexpressible(field + ".type",
					field + ".type is " + RequestNotes.word(type) + ": only function is supported");
		}
		throw this.notes.invalid(field, field + " names no function: use auto, none, required or "
				+ "{\"type\":\"function\",\"function\":{\"name\":…}}");
	}

	private IRTool tool(String path, @Nullable ChatTool tool) {
		if (tool == null) {
			throw this.notes.invalid(path, path + " is null: leave it out");
		}
		this.notes.unknown(path, tool.additional());
		if (tool.type() != null && !tool.type().equals("function")) {
			throw this.notes.inexpressible(path + ".type",
					path + ".type is " + RequestNotes.word(tool.type()) + ": only function is supported");
		}
		return function(path + ".function", tool.function());
	}

	private IRTool function(String path, ChatTool.@Nullable Function function) {
		if (function == null) {
			throw this.notes.invalid(path, path + " is missing: set name, description and parameters");
		}
		this.notes.unknown(path, function.additional());
		String name = function.name();
		if (name == null || name.isBlank()) {
			throw this.notes.invalid(path + ".name", path + ".name is missing: set the name of the tool");
		}
		return new IRTool(name, function.description(), RequestNotes.orEmpty(function.parameters()), function.strict());
	}

}
