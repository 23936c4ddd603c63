package ai.matey.test.together.completion;

import java.util.ArrayList;
import java.util.List;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import tools.jackson.databind.JsonNode;

/**
 * The options that chat and text completions have in common.
 *
 * @param choices the number of choices
 * @param maxTokens the maximum number of tokens per choice
 * @param stops the stop sequences
 * @param logprobs the number of alternatives per token, negative for no log probabilities
 */
record CompletionOptions(int choices, int maxTokens, List<String> stops, int logprobs) {

	private static final int MOST_CHOICES = 128;

	static CompletionOptions of(JsonNode body) {
		int choices = Json.integer(body, "n", 1);
		if (choices < 1 || choices > MOST_CHOICES) {
			throw ApiException.invalid("Made up by FakeTogether: n must be between 1 and 128.", "n");
		}
		int maxTokens = Json.integer(body, "max_tokens",
				Json.integer(body, "max_completion_tokens", Integer.MAX_VALUE));
		if (maxTokens < 1) {
			throw ApiException.invalid("Made up by FakeTogether: max_tokens must be at least 1.", "max_tokens");
		}
		int logprobs = Json.isTrue(body, "logprobs") ? Json.integer(body, "top_logprobs", 0)
				: Json.integer(body, "logprobs", -1);
		return new CompletionOptions(choices, maxTokens, stops(body.path("stop")), logprobs);
	}

	/**
	 * Return the part of a choice that these options allow.
	 */
	Choice limit(Choice choice) {
		return choice.stopAt(this.stops).limitTo(this.maxTokens);
	}

	private static List<String> stops(JsonNode stop) {
		if (stop.isString()) {
			return List.of(stop.stringValue());
		}
		List<String> stops = new ArrayList<>();
		for (JsonNode entry : stop) {
			if (entry.isString()) {
				stops.add(entry.stringValue());
			}
		}
		return List.copyOf(stops);
	}

}
