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
 * Reads what plain responses and stream events have in common.
 */
public final class WireReader {

	/** A number with this many digits always fits into a {@code long}. */
	private static final int MAX_DIGITS = 18;

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
	 * Return the usage. Engines put cached and reasoning tokens either at the top level
	 * or into details, and some write numbers as strings.
	 * @param usage the field, possibly missing or {@code null}
	 * @return the usage, or {@code null}
	 */
	public static @Nullable IRUsage usage(JsonNode usage) {
		if (!usage.isObject() || usage.isEmpty()) {
			return null;
		}
		Long prompt = count(usage.path("prompt_tokens"));
		Long completion = count(usage.path("completion_tokens"));
		Long total = count(usage.path("total_tokens"));
		IRUsage counted = new IRUsage(orZero(prompt), orZero(completion));
		Map<String, @Nullable Object> details = new LinkedHashMap<>();
		usage.properties().forEach((entry) -> {
			if (!IRUsage.KNOWN_FIELDS.contains(entry.getKey()) || isUnreadable(entry.getValue())) {
				details.put(entry.getKey(), Json.value(entry.getValue()));
			}
		});
		return new IRUsage(counted.promptTokens(), counted.completionTokens(),
				(total != null) ? total : counted.totalTokens(),
				either(usage, "cached_tokens", "prompt_tokens_details"),
				either(usage, "reasoning_tokens", "completion_tokens_details"), details);
	}

	/**
	 * Return a number of tokens.
	 * @return the number, or {@code null} if the value is neither a number nor a string
	 * of digits
	 */
	private static @Nullable Long count(JsonNode value) {
		if (!value.isString()) {
			return Json.integer(value);
		}
		String text = value.stringValue().strip();
		boolean digits = !text.isEmpty() && text.length() <= MAX_DIGITS
				&& text.chars().allMatch((c) -> c >= '0' && c <= '9');
		return digits ? Long.valueOf(text) : null;
	}

	private static boolean isUnreadable(JsonNode value) {
		return !value.isNull() && !value.isObject() && count(value) == null;
	}

	/**
	 * Return whether a body, an event or a choice contains an error. Some engines also
	 * send the field with {@code null} or an empty string if there is none.
	 * @param node the object that may contain {@code error}
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
	 * Return the choice that failed.
	 * @param root a body or an event
	 * @return the choice, the root if it is the root that contains the error, or {@code
	 * null}
	 */
	public static @Nullable JsonNode failedChoice(JsonNode root) {
		if (finishReason(Json.text(root, "finish_reason")) == FinishReason.ERROR) {
			return root;
		}
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

	private static @Nullable Long either(JsonNode usage, String name, String details) {
		Long own = count(usage.path(name));
		return (own != null) ? own : count(usage.path(details).path(name));
	}

	private static long orZero(@Nullable Long value) {
		return (value != null) ? value : 0;
	}

}
