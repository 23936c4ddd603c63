package ai.matey.backend.together.endpoint;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.IRWarning;

/**
 * Maps a chat request to the body for {@code /chat/completions}. Only what the caller set
 * is sent, since the engines behind Together reject different fields.
 */
final class ChatRequestMapper {

	private final @Nullable String defaultModel;

	ChatRequestMapper(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	String model(IRParameters parameters) {
		return RequestedModel.of(parameters.model(), this.defaultModel);
	}

	Map<String, @Nullable Object> map(IRChatRequest request, boolean stream, Consumer<IRWarning> warnings) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("model", model(request.parameters()));
		body.put("messages", new MessageMapper(warnings).map(request.messages()));
		ParameterMapper parameters = new ParameterMapper(body, warnings);
		parameters.addSampling(request.parameters());
		parameters.addChatOnly(request.parameters());
		addTools(body, request);
		if (request.responseFormat() != null) {
			body.put("response_format", responseFormat(request.responseFormat()));
		}
		if (stream) {
			parameters.addStreaming();
		}
		CustomFields.add(body, request.parameters().custom());
		return SendableJson.of(body, warnings);
	}

	/**
	 * Engines reject a tool choice without tools. A choice that does not require a tool
	 * can be left out.
	 */
	private static void addTools(Map<String, @Nullable Object> body, IRChatRequest request) {
		IRToolChoice choice = request.toolChoice();
		boolean named = request.parameters().custom().containsKey("tools");
		if (!request.tools().isEmpty()) {
			body.put("tools", request.tools().stream().map(ChatRequestMapper::tool).toList());
		}
		else if (!named) {
			if (choice != null && choice != IRToolChoice.auto() && choice != IRToolChoice.none()) {
				throw InvalidRequests.request("tool_choice",
						"requires a tool, but the request has no tools; add tools, or choose auto or none");
			}
			return;
		}
		if (choice instanceof IRToolChoice.Named wanted && !named
				&& request.tools().stream().noneMatch((tool) -> tool.name().equals(wanted.name()))) {
			throw InvalidRequests.request("tool_choice",
					"names a tool that the request does not have; add the tool, or choose another");
		}
		if (choice != null) {
			body.put("tool_choice", toolChoice(choice));
		}
	}

	private static Map<String, @Nullable Object> tool(IRTool tool) {
		Map<String, @Nullable Object> function = new LinkedHashMap<>();
		function.put("name", tool.name());
		put(function, "description", tool.description());
		put(function, "parameters", tool.parameters());
		put(function, "strict", tool.strict());
		return typed("function", "function", function);
	}

	private static Object toolChoice(IRToolChoice choice) {
		if (choice instanceof IRToolChoice.Named named) {
			return typed("function", "function", Map.of("name", named.name()));
		}
		return switch ((IRToolChoice.Mode) choice) {
			case AUTO -> "auto";
			case NONE -> "none";
			case REQUIRED -> "required";
		};
	}

	private static Map<String, @Nullable Object> responseFormat(IRResponseFormat format) {
		if (format instanceof IRResponseFormat.JsonSchema jsonSchema) {
			if (!jsonSchema.name().matches("[a-zA-Z0-9_-]{1,64}")) {
				throw InvalidRequests.request("response_format.json_schema.name",
						"must be 1 to 64 letters, digits, '_' or '-'");
			}
			Map<String, @Nullable Object> schema = new LinkedHashMap<>();
			schema.put("name", jsonSchema.name());
			put(schema, "description", jsonSchema.description());
			put(schema, "schema", jsonSchema.schema());
			put(schema, "strict", jsonSchema.strict());
			return typed("json_schema", "json_schema", schema);
		}
		if (format instanceof IRResponseFormat.Regex regex) {
			return typed("regex", "pattern", regex.pattern());
		}
		return Map.of("type", (format instanceof IRResponseFormat.JsonObject) ? "json_object" : "text");
	}

	private static Map<String, @Nullable Object> typed(String type, String name, Object value) {
		Map<String, @Nullable Object> map = new LinkedHashMap<>();
		map.put("type", type);
		map.put(name, value);
		return map;
	}

	private static void put(Map<String, @Nullable Object> body, String name, @Nullable Object value) {
		if (value != null && !(value instanceof Map<?, ?> map && map.isEmpty())) {
			body.put(name, value);
		}
	}

}
