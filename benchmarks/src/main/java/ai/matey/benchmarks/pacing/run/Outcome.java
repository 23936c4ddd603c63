package ai.matey.benchmarks.pacing.run;

import java.net.http.HttpResponse;
import java.util.Locale;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * How a call ended for its caller.
 *
 * @param id its prompt
 * @param kind whether it was answered
 * @param seconds how long it took
 * @param what what its caller was told
 */
record Outcome(String id, Kind kind, double seconds, String what) {

	private static final JsonMapper JSON = JsonMapper.shared();

	static Outcome of(String id, HttpResponse<String> response, double seconds) {
		JsonNode body = JSON.readTree(response.body());
		if (response.statusCode() == 200) {
			String text = body.path("choices").path(0).path("message").path("content").stringValue("");
			return new Outcome(id, text.equals(id) ? Kind.ANSWERED : Kind.WRONG, seconds, text);
		}
		String message = body.path("error").path("message").stringValue("");
		if (response.statusCode() != 429) {
			return new Outcome(id, Kind.WRONG, seconds, response.statusCode() + " " + message);
		}
		boolean hasWait = response.headers().firstValue("retry-after").isPresent();
		return new Outcome(id,
				!message.contains("was not sent") ? Kind.REJECTED : hasWait ? Kind.REFUSED : Kind.REFUSED_WITHOUT_WAIT,
				seconds, message);
	}

	static Outcome failed(String id, Throwable failure, double seconds) {
		return new Outcome(id, Kind.WRONG, seconds, failure.toString());
	}

	/**
	 * The kinds of ends.
	 */
	enum Kind {

		/** With its own response. */
		ANSWERED,

		/** By 429 before it was sent, with the expected wait. */
		REFUSED,

		/** By 429 before it was sent, and nobody knows when to come again. */
		REFUSED_WITHOUT_WAIT,

		/** By the service's 429 after all attempts. */
		REJECTED,

		/** In any other way. */
		WRONG;

		String text() {
			return name().toLowerCase(Locale.ROOT).replace('_', ' ');
		}

	}

}
