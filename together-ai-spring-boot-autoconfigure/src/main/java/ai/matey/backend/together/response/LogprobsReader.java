package ai.matey.backend.together.response;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.wire.Json;
import ai.matey.ir.IRLogprobs;

/**
 * Reads log probabilities in the four formats found in recordings: Together's parallel
 * arrays, OpenAI's list and, in streams, a bare number or an object with nested arrays.
 */
final class LogprobsReader {

	/** The fields of a choice that may contain log probabilities. */
	private static final List<String> FIELDS = List.of("logprobs", "top_logprobs");

	private LogprobsReader() {
	}

	/**
	 * Read the log probabilities of a choice.
	 * @param choice the choice, or an echoed prompt
	 * @param tokenText the text of the chunk, for formats without text, or {@code null}
	 * @return the log probabilities, or {@code null}
	 */
	static @Nullable IRLogprobs read(JsonNode choice, @Nullable String tokenText) {
		JsonNode logprobs = choice.path("logprobs");
		JsonNode tops = choice.path("top_logprobs");
		if (logprobs.isMissingNode() && tops.isMissingNode()) {
			return null;
		}
		List<IRLogprobs.Token> tokens;
		if (logprobs.isNumber() || (tops.isObject() && !logprobs.isObject())) {
			tokens = List.of(single(choice, logprobs, tokenText));
		}
		else if (logprobs.path("content").isArray()) {
			tokens = openAI(logprobs.path("content"), tops);
		}
		else if (logprobs.path("refusal").isArray()) {
			tokens = openAI(logprobs.path("refusal"), tops);
		}
		else {
			tokens = parallel(logprobs, tops);
		}
		return tokens.isEmpty() ? null : new IRLogprobs(tokens, List.of(raw(choice)));
	}

	private static Map<String, @Nullable Object> raw(JsonNode choice) {
		Map<String, @Nullable Object> raw = new LinkedHashMap<>();
		for (String name : FIELDS) {
			JsonNode value = choice.path(name);
			if (!value.isMissingNode()) {
				raw.put(name, Json.value(value));
			}
		}
		return raw;
	}

	/**
	 * The last number of a stream belongs to the end marker, which has no text.
	 */
	private static IRLogprobs.Token single(JsonNode choice, JsonNode logprob, @Nullable String text) {
		return new IRLogprobs.Token((text != null && !text.isEmpty()) ? text : null, Json.decimal(logprob),
				Json.integer(choice.path("delta"), "token_id"), alternatives(choice.path("top_logprobs")));
	}

	private static List<IRLogprobs.Token> openAI(JsonNode content, JsonNode tops) {
		List<IRLogprobs.Token> tokens = new ArrayList<>(content.size());
		for (JsonNode token : content) {
			JsonNode own = token.path("top_logprobs");
			tokens.add(new IRLogprobs.Token(Json.text(token, "token"), Json.decimal(token.get("logprob")),
					Json.integer(token, "token_id"), alternatives(own.isEmpty() ? tops.path(tokens.size()) : own),
					bytes(token)));
		}
		return tokens;
	}

	private static List<IRLogprobs.Token> parallel(JsonNode logprobs, JsonNode besideLogprobs) {
		JsonNode texts = logprobs.path("tokens");
		JsonNode values = logprobs.path("token_logprobs");
		JsonNode ids = logprobs.path("token_ids");
		JsonNode within = logprobs.path("top_logprobs");
		JsonNode tops = within.isEmpty() ? besideLogprobs : within;
		int count = Math.max(texts.size(), values.size());
		if (count == 0 && tops.isArray()) {
			count = tops.size();
		}
		List<IRLogprobs.Token> tokens = new ArrayList<>(count);
		for (int i = 0; i < count; i++) {
			JsonNode text = texts.path(i);
			JsonNode id = ids.path(i);
			// The vendor's specification has one map for all tokens; recordings have one
			// per token.
			JsonNode top = tops.isArray() ? tops.path(i) : (count == 1) ? tops : tops.path("-");
			tokens.add(new IRLogprobs.Token(text.isString() ? text.stringValue() : null, Json.decimal(values.path(i)),
					Json.integer(id), alternatives(top)));
		}
		return tokens;
	}

	private static List<IRLogprobs.Alternative> alternatives(JsonNode top) {
		List<IRLogprobs.Alternative> alternatives = new ArrayList<>(top.size());
		if (top.isObject()) {
			top.properties()
				.forEach((entry) -> alternatives
					.add(new IRLogprobs.Alternative(entry.getKey(), Json.decimal(entry.getValue()))));
		}
		else if (top.isArray()) {
			for (JsonNode entry : top) {
				String token = Json.text(entry, "token");
				if (token != null) {
					alternatives
						.add(new IRLogprobs.Alternative(token, Json.decimal(entry.get("logprob")), bytes(entry)));
				}
			}
		}
		return alternatives;
	}

	private static @Nullable List<Integer> bytes(JsonNode token) {
		JsonNode bytes = token.path("bytes");
		if (!bytes.isArray()) {
			return null;
		}
		List<Integer> values = new ArrayList<>(bytes.size());
		for (JsonNode value : bytes) {
			Integer number = Json.index(value);
			if (number == null) {
				return null;
			}
			values.add(number);
		}
		return values;
	}

}
