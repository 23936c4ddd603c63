package ai.matey.backend.together.wire;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.ir.FinishReason;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;

/**
 * What plain answers and stream chunks have in common.
 */
public final class WireReader {

	private WireReader() {
	}

	public static FinishReason finishReason(@Nullable String reason) {
		if (reason == null) {
			return FinishReason.UNKNOWN;
		}
		return switch (reason.toLowerCase(Locale.ROOT)) {
			case "stop", "eos" -> FinishReason.STOP;
			case "length" -> FinishReason.LENGTH;
			case "tool_calls", "function_call" -> FinishReason.TOOL_CALLS;
			case "content_filter" -> FinishReason.CONTENT_FILTER;
			case "error" -> FinishReason.ERROR;
			default -> FinishReason.UNKNOWN;
		};
	}

	/**
	 * The usage in all its forms: engines put cached and reasoning tokens at the top
	 * level or into details.
	 * @param usage the field, possibly missing or {@code null}
	 * @return the usage, or {@code null}
	 */
	public static @Nullable IRUsage usage(JsonNode usage) {
		if (!usage.isObject() || usage.isEmpty()) {
			return null;
		}
		long prompt = orZero(Json.integer(usage, "prompt_tokens"));
		long completion = orZero(Json.integer(usage, "completion_tokens"));
		Long total = Json.integer(usage, "total_tokens");
		Map<String, @Nullable Object> details = new LinkedHashMap<>();
		usage.properties().forEach((entry) -> {
			if (!IRUsage.KNOWN_FIELDS.contains(entry.getKey())) {
				details.put(entry.getKey(), Json.value(entry.getValue()));
			}
		});
		return new IRUsage(prompt, completion, (total != null) ? total : prompt + completion,
				either(usage, "cached_tokens", "prompt_tokens_details"),
				either(usage, "reasoning_tokens", "completion_tokens_details"), details);
	}

	/**
	 * The reasoning text, under both of its names.
	 * @param message a message or delta
	 * @return the text, or {@code null}
	 */
	public static @Nullable String reasoning(JsonNode message) {
		String reasoning = Json.text(message, "reasoning");
		return (reasoning != null && !reasoning.isEmpty()) ? reasoning : Json.text(message, "reasoning_content");
	}

	/**
	 * The text, which one engine puts beside a message or delta that has none. Most
	 * engines repeat it there, so the message's own comes first.
	 * @param choice the choice
	 * @param message its message or delta
	 * @return the text, or {@code null}
	 */
	public static @Nullable String text(JsonNode choice, JsonNode message) {
		JsonNode content = message.path("content");
		if (content.isString()) {
			return content.stringValue();
		}
		if (content.isArray()) {
			return joined(content);
		}
		boolean saysOther = reasoning(message) != null || !toolCalls(choice, message).isEmpty();
		return saysOther ? null : Json.text(choice, "text");
	}

	/**
	 * The tool calls, which one engine puts beside the message or delta. The deprecated
	 * {@code function_call} is read as the only call.
	 * @param choice the choice
	 * @param message its message or delta
	 * @return the entries, possibly none
	 */
	public static List<JsonNode> toolCalls(JsonNode choice, JsonNode message) {
		JsonNode calls = message.path("tool_calls");
		if (!calls.isArray() || calls.isEmpty()) {
			calls = choice.path("tool_calls");
		}
		if (calls.isArray() && !calls.isEmpty()) {
			List<JsonNode> entries = new ArrayList<>(calls.size());
			for (JsonNode call : calls) {
				if (call.isObject()) {
					entries.add(call);
				}
			}
			return entries;
		}
		JsonNode function = message.path("function_call");
		return function.isObject() ? List.of(Json.tree(Map.of("index", 0, "function", function))) : List.of();
	}

	/**
	 * Whether a body, an event or a choice tells of an error. Engines send the key with
	 * {@code null} or an empty text too.
	 * @param node the object that may hold {@code error}
	 * @return whether there is an error
	 */
	public static boolean isError(JsonNode node) {
		JsonNode error = node.path("error");
		if (error.isString()) {
			return !error.stringValue().isBlank();
		}
		return (error.isContainer() && !error.isEmpty()) || (error.isBoolean() && error.booleanValue())
				|| (error.isNumber() && error.numberValue().intValue() != 0)
				|| "error".equals(Json.text(node, "object"));
	}

	/**
	 * The choice that failed.
	 * @param root a body or an event
	 * @return the choice, or {@code null}
	 */
	public static @Nullable JsonNode failedChoice(JsonNode root) {
		for (JsonNode choice : root.path("choices")) {
			if (isError(choice) || finishReason(Json.text(choice, "finish_reason")) == FinishReason.ERROR) {
				return choice;
			}
		}
		return null;
	}

	public static void warnings(JsonNode root, Consumer<IRWarning> warnings) {
		JsonNode all = root.path("warnings");
		for (JsonNode entry : all.isArray() ? all : List.of(all)) {
			String message = entry.isString() ? entry.stringValue() : Json.text(entry, "message");
			if (message == null && entry.isContainer()) {
				message = entry.toString();
			}
			if (message != null) {
				warnings.accept(new IRWarning(IRWarning.Category.PROVIDER, message, null, "provider"));
			}
		}
	}

	private static String joined(JsonNode parts) {
		StringBuilder text = new StringBuilder();
		for (JsonNode part : parts) {
			String own = part.isString() ? part.stringValue() : Json.text(part, "text");
			text.append((own != null) ? own : "");
		}
		return text.toString();
	}

	private static @Nullable Long either(JsonNode usage, String name, String details) {
		Long own = Json.integer(usage, name);
		return (own != null) ? own : Json.integer(usage.path(details), name);
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

}
