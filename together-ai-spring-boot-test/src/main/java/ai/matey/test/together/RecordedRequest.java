package ai.matey.test.together;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * One request as the server saw it, and what had become of it when this record was made.
 * Immutable: ask {@link FakeTogether#requests()} again to see later news.
 *
 * @param number the place in the log, from 1 since the start or the last reset
 * @param attempt 1 for the first request with this path and body, 2 for the second, and
 * so on: a retry that repeats its body shows up here
 * @param method the HTTP method
 * @param path the path without the query, for example {@code /v1/models}
 * @param query the query without its question mark, empty if there was none
 * @param headers the request headers by lower-case name, the API key included
 * @param body the body as UTF-8 text, empty if there was none
 * @param receivedAt when the last byte of the request had arrived
 * @param connectionId the same for all requests that came over one connection
 * @param outcome how the exchange ended, if it has
 * @param bytesSent the body bytes handed to the connection so far, before compression
 */
public record RecordedRequest(int number, int attempt, String method, String path, String query,
		Map<String, List<String>> headers, String body, Instant receivedAt, String connectionId, Outcome outcome,
		long bytesSent) {

	private static final int SHOWN_BODY = 200;

	/**
	 * How an exchange ended.
	 */
	public enum Outcome {

		/** The reply is not complete yet. */
		RUNNING,
		/** The whole reply was handed to the connection. */
		COMPLETED,
		/** The client closed the connection before the reply was complete. */
		CLOSED_EARLY,
		/** The server cut the connection, as its script said or because it was closed. */
		CUT

	}

	RecordedRequest numbered(int number, int attempt) {
		return new RecordedRequest(number, attempt, this.method, this.path, this.query, this.headers, this.body,
				this.receivedAt, this.connectionId, this.outcome, this.bytesSent);
	}

	RecordedRequest with(Outcome outcome, long bytesSent) {
		return new RecordedRequest(this.number, this.attempt, this.method, this.path, this.query, this.headers,
				this.body, this.receivedAt, this.connectionId, outcome, bytesSent);
	}

	/**
	 * Returns whether the client had closed the connection before the reply was complete.
	 * @return true for {@link Outcome#CLOSED_EARLY}
	 */
	public boolean closedEarly() {
		return this.outcome == Outcome.CLOSED_EARLY;
	}

	/**
	 * Returns whether the exchange is over, in whatever way.
	 * @return false for {@link Outcome#RUNNING}
	 */
	public boolean ended() {
		return this.outcome != Outcome.RUNNING;
	}

	/**
	 * Returns the first value of a request header.
	 * @param name the header's name in any case
	 * @return its first value, or null if it was not sent
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name.toLowerCase(Locale.ROOT));
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Returns the body as JSON.
	 * @return the parsed body; a missing node if it is not JSON
	 */
	public JsonNode json() {
		try {
			return Json.parse(this.body);
		}
		catch (JacksonException ex) {
			return MissingNode.getInstance();
		}
	}

	/**
	 * Returns the model that the request names.
	 * @return the body's {@code model}, or null if there is none
	 */
	public @Nullable String model() {
		return Json.string(json(), "model");
	}

	/**
	 * Returns whether the request asks for a stream.
	 * @return true if the body has {@code "stream": true}
	 */
	public boolean streamed() {
		return Json.isTrue(json(), "stream");
	}

	/**
	 * Describes the request without its API key and with a short beginning of its body.
	 */
	@Override
	public String toString() {
		Map<String, List<String>> shown = new TreeMap<>(this.headers);
		shown.replaceAll((name, values) -> isSecret(name) ? List.of("(redacted)") : values);
		String start = (this.body.length() > SHOWN_BODY) ? this.body.substring(0, SHOWN_BODY) + "…" : this.body;
		return "#%d %s %s (attempt %d, %s, %d bytes sent) %s %s".formatted(this.number, this.method, this.path,
				this.attempt, this.outcome, this.bytesSent, shown, start);
	}

	private static boolean isSecret(String header) {
		return header.contains("auth") || header.contains("key") || header.contains("cookie")
				|| header.contains("token");
	}

}
