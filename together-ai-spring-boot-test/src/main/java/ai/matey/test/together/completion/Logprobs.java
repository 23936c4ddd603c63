package ai.matey.test.together.completion;

import java.nio.charset.StandardCharsets;

import ai.matey.test.together.json.Json;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Made-up log probabilities that are always the same for the same token.
 */
final class Logprobs {

	private Logprobs() {
	}

	static double of(String token) {
		return -Math.floorMod(token.hashCode(), 1000) / 1000.0;
	}

	/**
	 * Return the alternatives as a map, the format of streams.
	 */
	static ObjectNode alternatives(String token, int count) {
		ObjectNode alternatives = Json.object();
		for (int rank = 0; rank < count; rank++) {
			alternatives.put(alternative(token, rank), of(token) - rank);
		}
		return alternatives;
	}

	/**
	 * Return the log probabilities in OpenAI's format, which plain responses use.
	 */
	static ObjectNode content(String text, int count) {
		ObjectNode logprobs = Json.object();
		ArrayNode content = logprobs.putArray("content");
		for (String token : Tokenizer.tokenize(text)) {
			ObjectNode entry = entry(token, of(token));
			ArrayNode top = entry.putArray("top_logprobs");
			for (int rank = 0; rank < count; rank++) {
				top.add(entry(alternative(token, rank), of(token) - rank));
			}
			content.add(entry);
		}
		return logprobs;
	}

	private static String alternative(String token, int rank) {
		return (rank == 0) ? token : token + "~" + rank;
	}

	private static ObjectNode entry(String token, double logprob) {
		ObjectNode entry = Json.object().put("token", token);
		ArrayNode bytes = entry.putArray("bytes");
		for (byte part : token.getBytes(StandardCharsets.UTF_8)) {
			bytes.add(part & 0xff);
		}
		return entry.put("logprob", logprob);
	}

}
