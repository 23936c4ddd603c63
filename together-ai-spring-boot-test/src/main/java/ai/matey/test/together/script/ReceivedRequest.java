package ai.matey.test.together.script;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;

import ai.matey.test.together.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request as the server received it.
 *
 * @param number the position in the log, starting at 1
 * @param attempt 1 for the first request with this path and body, 2 for the second, and
 * so on
 * @param method the HTTP method
 * @param path the path without the query
 * @param query the query without its question mark, empty if there was none
 * @param headers the request headers by lower-case name
 * @param body the body as UTF-8 text, empty if there was none
 * @param receivedAt when the last byte of the request arrived
 * @param connectionId the id of the connection that the request came over
 */
public record ReceivedRequest(int number, int attempt, String method, String path, String query,
		Map<String, List<String>> headers, String body, Instant receivedAt, String connectionId) {

	/**
	 * Return this request with its numbers.
	 */
	public ReceivedRequest numbered(int number, int attempt) {
		return new ReceivedRequest(number, attempt, this.method, this.path, this.query, this.headers, this.body,
				this.receivedAt, this.connectionId);
	}

	/**
	 * Return the id of the response to this request.
	 */
	public String responseId() {
		return String.format(Locale.ROOT, "fake-%06d", this.number);
	}

	/**
	 * Return the first value of a request header, or {@code null} if it was not sent.
	 */
	public @Nullable String header(String name) {
		List<String> values = this.headers.get(name.toLowerCase(Locale.ROOT));
		return (values != null) ? values.get(0) : null;
	}

	/**
	 * Return the body as JSON, or a missing node if it is not JSON.
	 */
	public JsonNode json() {
		return Json.parseOrMissing(this.body);
	}

	/**
	 * Return the model that the request names, or {@code null} if there is none.
	 */
	public @Nullable String model() {
		return Json.string(json(), "model");
	}

	/**
	 * Return whether the request is for a stream.
	 */
	public boolean streamed() {
		return Json.isTrue(json(), "stream");
	}

}
