package ai.matey.backend.together;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.IRWarning;

/**
 * What we send to {@code /chat/completions}. Only what the caller set is sent: engines
 * behind Together differ in which fields they refuse.
 */
final class ChatRequestMapper {

	private static final Set<String> RESERVED = Set.of("model", "messages", "stream");

	private final @Nullable String defaultModel;

	ChatRequestMapper(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	/**
	 * The model that a request asks for.
	 * @param parameters the request's parameters
	 * @return the request's model, else the default
	 */
	String model(IRParameters parameters) {
		String model = (parameters.model() != null) ? parameters.model() : this.defaultModel;
		if (model == null || model.isBlank()) {
			throw Invalid.request("model",
					"the request names no model and no default is set; name one in the request or set together.default-model");
		}
		return model;
	}

	Map<String, @Nullable Object> map(IRChatRequest request, boolean stream, Consumer<IRWarning> warnings) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		IRParameters parameters = request.parameters();
		body.put("model", model(parameters));
		body.put("messages", new MessageMapper(warnings).map(request.messages()));
		addParameters(body, parameters, warnings);
		if (!request.tools().isEmpty()) {
			body.put("tools", request.tools().stream().map(ChatRequestMapper::tool).toList());
		}
		if (request.toolChoice() != null) {
			body.put("tool_choice", toolChoice(request.toolChoice()));
		}
		if (request.responseFormat() != null) {
			body.put("response_format", responseFormat(request.responseFormat()));
		}
		if (stream) {
			body.put("stream", true);
			// Some models send usage only on request.
			body.put("stream_options", Map.of("include_usage", true));
		}
		addCustom(body, parameters.custom());
		return body;
	}

	private static void addParameters(Map<String, @Nullable Object> body, IRParameters parameters,
			Consumer<IRWarning> warnings) {
		Invalid.range("n", parameters.n(), 1, 128);
		Invalid.range("logprobs", parameters.logprobs(), 0, 20);
		Invalid.range("min_p", parameters.minP(), 0, 1);
		Invalid.range("presence_penalty", parameters.presencePenalty(), -2, 2);
		Invalid.range("frequency_penalty", parameters.frequencyPenalty(), -2, 2);
		Invalid.range("max_tokens", parameters.maxTokens(), 1, Integer.MAX_VALUE);
		put(body, "max_tokens", parameters.maxTokens());
		put(body, "temperature", parameters.temperature());
		put(body, "top_p", parameters.topP());
		put(body, "top_k", parameters.topK());
		put(body, "min_p", parameters.minP());
		put(body, "repetition_penalty", parameters.repetitionPenalty());
		put(body, "presence_penalty", parameters.presencePenalty());
		put(body, "frequency_penalty", parameters.frequencyPenalty());
		put(body, "stop", parameters.stopSequences());
		put(body, "logit_bias", parameters.logitBias());
		put(body, "seed", parameters.seed());
		put(body, "n", parameters.n());
		put(body, "logprobs", parameters.logprobs());
		put(body, "echo", parameters.echo());
		if (parameters.reasoning() != null) {
			body.put("reasoning", Map.of("enabled", parameters.reasoning()));
		}
		put(body, "reasoning_effort", parameters.reasoningEffort());
		put(body, "context_length_exceeded_behavior", parameters.contextLengthExceededBehavior());
		put(body, "chat_template_kwargs", parameters.chatTemplateKwargs());
		put(body, "safety_model", parameters.safetyModel());
		if (parameters.user() != null) {
			warnings.accept(new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED,
					"Together has no field for the end user's id; it was not sent", "user",
					TogetherAIBackendAdapter.NAME));
		}
	}

	private static void addCustom(Map<String, @Nullable Object> body, Map<String, @Nullable Object> custom) {
		custom.forEach((name, value) -> {
			if (RESERVED.contains(name)) {
				throw Invalid.request("custom." + name, "cannot be set as a custom field; use the request's own");
			}
			body.put(name, value);
		});
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
				throw Invalid.request("response_format.json_schema.name",
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
		boolean unset = value == null || (value instanceof List<?> list && list.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
		if (!unset) {
			body.put(name, value);
		}
	}

}
