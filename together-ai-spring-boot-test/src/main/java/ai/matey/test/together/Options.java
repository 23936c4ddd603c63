package ai.matey.test.together;

import java.util.ArrayList;
import java.util.List;

import tools.jackson.databind.JsonNode;

/**
 * The options that chat and text completions share.
 *
 * @param choices how many choices are asked for
 * @param maxTokens the most tokens of one choice
 * @param stops the stop sequences
 * @param logprobs the number of alternatives per token, negative if log-probabilities are
 * not asked for
 */
record Options(int choices, int maxTokens, List<String> stops, int logprobs) {

	private static final int MOST_CHOICES = 128;

	static Options of(JsonNode body) {
		int choices = Json.integer(body, "n", 1);
		if (choices < 1 || choices > MOST_CHOICES) {
			throw Problem.invalid("Made up by FakeTogether: n must be between 1 and 128.", "n");
		}
		int maxTokens = Json.integer(body, "max_tokens",
				Json.integer(body, "max_completion_tokens", Integer.MAX_VALUE));
		if (maxTokens < 1) {
			throw Problem.invalid("Made up by FakeTogether: max_tokens must be at least 1.", "max_tokens");
		}
		int logprobs = Json.isTrue(body, "logprobs") ? Json.integer(body, "top_logprobs", 0)
				: Json.integer(body, "logprobs", -1);
		return new Options(choices, maxTokens, stops(body.path("stop")), logprobs);
	}

	/**
	 * Returns an answer as these options allow it.
	 */
	Answer limit(Answer answer) {
		return answer.cutBefore(this.stops).cutTo(this.maxTokens);
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
