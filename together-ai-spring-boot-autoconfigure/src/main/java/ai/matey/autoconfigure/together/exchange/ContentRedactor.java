package ai.matey.autoconfigure.together.exchange;

import java.nio.charset.StandardCharsets;
import java.util.Set;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * Removes content written by people and models from bodies. It keeps the structure, but
 * only texts that are known to be technical names, so that unknown fields are redacted,
 * too.
 */
final class ContentRedactor {

	/** Fields whose texts are names defined by the provider or the API. */
	private static final Set<String> NAMES = Set.of("id", "object", "model", "role", "type", "finish_reason", "code",
			"tool_choice", "encoding_format", "response_format", "reasoning_effort", "owned_by", "organization",
			"error_type", "tool_call_id", "context_length_exceeded_behavior", "service_tier");

	/** Fields whose nested field names are content as well. */
	private static final Set<String> OPAQUE = Set.of("parameters", "schema", "top_logprobs", "documents", "input",
			"document");

	/** Longer lists of numbers are treated as vectors. */
	private static final int MAX_NUMBERS = 16;

	private static final JsonMapper JSON = JsonMapper.builder().build();

	private final ExchangeSecrets secrets;

	private final boolean contentIncluded;

	/**
	 * Create a redactor.
	 * @param secrets the secrets of the exchange
	 * @param contentIncluded whether texts are kept
	 */
	ContentRedactor(ExchangeSecrets secrets, boolean contentIncluded) {
		this.secrets = secrets;
		this.contentIncluded = contentIncluded;
	}

	/**
	 * Return a redacted body.
	 * @param body the complete body
	 * @return the redacted content
	 */
	byte[] body(byte[] body) {
		String text = new String(body, StandardCharsets.UTF_8);
		return this.secrets.removedFrom(this.contentIncluded ? text : json(text)).getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * Return a redacted line of a stream.
	 * @param line the line without its end
	 * @return the redacted content
	 */
	String line(String line) {
		if (this.contentIncluded || line.isEmpty()) {
			return this.secrets.removedFrom(line);
		}
		if (!line.startsWith("data:")) {
			return line.startsWith("event:") ? this.secrets.removedFrom(line) : chars(line.length());
		}
		String data = line.substring("data:".length()).strip();
		return this.secrets.removedFrom("data: " + (data.equals("[DONE]") ? data : json(data)));
	}

	private static String json(String text) {
		if (text.isEmpty()) {
			return text;
		}
		try {
			return JSON.writeValueAsString(redacted(JSON.readTree(text)));
		}
		catch (JacksonException ex) {
			return chars(text.length());
		}
	}

	private static JsonNode redacted(JsonNode node) {
		if (node.isString()) {
			return StringNode.valueOf(chars(node.stringValue().length()));
		}
		if (node.isArray()) {
			return redactedArray(node);
		}
		if (!node.isObject()) {
			return node;
		}
		ObjectNode object = JsonNodeFactory.instance.objectNode();
		node.properties().forEach((field) -> object.set(field.getKey(), redacted(field.getKey(), field.getValue())));
		return object;
	}

	private static JsonNode redacted(String name, JsonNode value) {
		if (OPAQUE.contains(name) && value.isContainer()) {
			return StringNode.valueOf("[" + value.size() + " values]");
		}
		return (NAMES.contains(name) && value.isString()) ? value : redacted(value);
	}

	private static JsonNode redactedArray(JsonNode node) {
		if (node.size() > MAX_NUMBERS && node.get(0).isNumber()) {
			return StringNode.valueOf("[" + node.size() + " numbers]");
		}
		ArrayNode array = JsonNodeFactory.instance.arrayNode();
		node.forEach((element) -> array.add(redacted(element)));
		return array;
	}

	private static String chars(int length) {
		return "[" + length + " chars]";
	}

}
