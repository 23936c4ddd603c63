package ai.matey.backend.together.response;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;

/**
 * Reads one message or delta, whose position and JSON types depend on the engine.
 */
final class MessageReader {

	private final JsonNode choice;

	private final JsonNode message;

	private final Consumer<String> lost;

	private final List<JsonNode> toolCalls;

	private final @Nullable String reasoning;

	/**
	 * Create a reader for a message.
	 * @param choice the choice that contains it
	 * @param message the {@code message} or {@code delta}
	 * @param lost receives a message for each part that cannot be mapped
	 */
	MessageReader(JsonNode choice, JsonNode message, Consumer<String> lost) {
		this.choice = choice;
		this.message = message;
		this.lost = lost;
		this.toolCalls = readToolCalls();
		this.reasoning = readReasoning();
	}

	/**
	 * Return the reasoning, which is in one of two fields.
	 * @return the text, or {@code null}
	 */
	@Nullable String reasoning() {
		return this.reasoning;
	}

	/**
	 * Return the tool calls, which one engine puts next to the message. The deprecated
	 * {@code function_call} is read as a single tool call.
	 * @return the entries, possibly none
	 */
	List<JsonNode> toolCalls() {
		return this.toolCalls;
	}

	/**
	 * Return the text. One engine puts it next to the message instead of inside it. Most
	 * engines repeat it there, so the text inside the message takes precedence.
	 * @return the text, or {@code null}
	 */
	@Nullable String text() {
		JsonNode content = this.message.path("content");
		if (content.isMissingNode() || content.isNull()) {
			boolean hasOtherContent = this.reasoning != null || !this.toolCalls.isEmpty();
			return hasOtherContent ? null : Json.text(this.choice, "text");
		}
		return text(content);
	}

	/**
	 * Return the model's explanation of a refusal.
	 * @return the text, or {@code null}
	 */
	@Nullable String refusal() {
		JsonNode refusal = this.message.path("refusal");
		return (refusal.isMissingNode() || refusal.isNull()) ? null : text(refusal);
	}

	private @Nullable String readReasoning() {
		String reasoning = reasoning(this.message.path("reasoning"));
		return (reasoning != null && !reasoning.isEmpty()) ? reasoning
				: reasoning(this.message.path("reasoning_content"));
	}

	private @Nullable String reasoning(JsonNode reasoning) {
		return (reasoning.isString() || (reasoning.isContainer() && !reasoning.isEmpty())) ? text(reasoning) : null;
	}

	private List<JsonNode> readToolCalls() {
		JsonNode calls = this.message.path("tool_calls");
		if (!calls.isArray() || calls.isEmpty()) {
			calls = this.choice.path("tool_calls");
		}
		if (calls.isArray() && !calls.isEmpty()) {
			List<JsonNode> entries = new ArrayList<>(calls.size());
			for (JsonNode call : calls) {
				if (call.isObject()) {
					entries.add(call);
				}
				else if (!call.isNull()) {
					this.lost.accept("An entry of tool_calls is not an object and was left out");
				}
			}
			return entries;
		}
		JsonNode function = this.message.path("function_call");
		return function.isObject() ? List.of(Json.tree(Map.of("index", 0, "function", function))) : List.of();
	}

	/**
	 * Text is a string or a list of parts. Anything else is returned as JSON.
	 */
	private String text(JsonNode content) {
		if (content.isString()) {
			return content.stringValue();
		}
		if (content.isArray()) {
			StringBuilder text = new StringBuilder();
			content.forEach((part) -> text.append(part(part)));
			return text.toString();
		}
		String text = Json.text(content, "text");
		return (text != null) ? text : content.toString();
	}

	private String part(JsonNode part) {
		if (part.isString()) {
			return part.stringValue();
		}
		String text = Json.text(part, "text");
		if (text == null) {
			this.lost.accept("A part of the content has no text and was left out");
		}
		return (text != null) ? text : "";
	}

}
