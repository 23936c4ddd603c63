package ai.matey.test.together;

import java.nio.charset.StandardCharsets;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Invented log-probabilities: always the same for the same token.
 */
final class Logprobs {

	private Logprobs() {
	}

	static double of(String token) {
		return -Math.floorMod(token.hashCode(), 1000) / 1000.0;
	}

	/**
	 * Returns the alternatives as a map, the form of streams.
	 */
	static ObjectNode alternatives(String token, int count) {
		ObjectNode alternatives = Json.object();
		for (int rank = 0; rank < count; rank++) {
			alternatives.put(alternative(token, rank), of(token) - rank);
		}
		return alternatives;
	}

	/**
	 * Returns OpenAI's form, used for plain answers.
	 */
	static ObjectNode content(String text, int count) {
		ObjectNode logprobs = Json.object();
		ArrayNode content = logprobs.putArray("content");
		for (String token : Tokens.of(text)) {
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
