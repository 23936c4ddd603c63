package ai.matey.test.together;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.server.Exchange;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request as the server received it, together with the state of its response when this
 * record was created. Immutable: call {@link FakeTogether#requests()} again for the
 * current state.
 *
 * @param number the position in the log, starting at 1 when the server starts and after
 * each reset
 * @param attempt 1 for the first request with this path and body, 2 for the second, and
 * so on, so that retries with the same body can be counted
 * @param method the HTTP method
 * @param path the path without the query, for example {@code /v1/models}
 * @param query the query without its question mark, empty if there was none
 * @param headers the request headers by lower-case name, including the API key
 * @param body the body as UTF-8 text, empty if there was none
 * @param receivedAt when the last byte of the request arrived
 * @param connectionId the ID of the connection, which is the same for all of its requests
 * @param outcome how the exchange ended, or {@link Outcome#RUNNING}
 * @param bytesSent the number of body bytes written to the connection so far, before
 * compression
 * @since 0.1.0
 */
public record RecordedRequest(int number, int attempt, String method, String path, String query,
		Map<String, List<String>> headers, String body, Instant receivedAt, String connectionId, Outcome outcome,
		long bytesSent) {

	private static final int SHOWN_BODY = 200;

	/**
	 * How an exchange ended.
	 */
	public enum Outcome {

		/** The response is not complete yet. */
		RUNNING,
		/** The whole response was written to the connection. */
		COMPLETED,
		/** The client closed the connection before the response was complete. */
		CLOSED_EARLY,
		/**
		 * The server closed the connection before the response was complete, because of
		 * its script or because it was shut down or reset.
		 */
		CUT

	}

	static RecordedRequest of(Exchange exchange) {
		return of(exchange.request(), outcome(exchange.state()), exchange.bytesSent());
	}

	static RecordedRequest of(ReceivedRequest request) {
		return of(request, Outcome.RUNNING, 0);
	}

	private static RecordedRequest of(ReceivedRequest request, Outcome outcome, long bytesSent) {
		return new RecordedRequest(request.number(), request.attempt(), request.method(), request.path(),
				request.query(), request.headers(), request.body(), request.receivedAt(), request.connectionId(),
				outcome, bytesSent);
	}

	private static Outcome outcome(Exchange.State state) {
		return switch (state) {
			case RUNNING -> Outcome.RUNNING;
			case COMPLETED -> Outcome.COMPLETED;
			case CLOSED_EARLY -> Outcome.CLOSED_EARLY;
			case CUT -> Outcome.CUT;
		};
	}

	/**
	 * Return whether the client closed the connection before the response was complete.
	 * @return {@code true} for {@link Outcome#CLOSED_EARLY}
	 */
	public boolean closedEarly() {
		return this.outcome == Outcome.CLOSED_EARLY;
	}

	/**
	 * Return whether the exchange has ended, whatever its outcome.
	 * @return {@code false} for {@link Outcome#RUNNING}
	 */
	public boolean ended() {
		return this.outcome != Outcome.RUNNING;
	}

	/**
	 * Return the first value of a request header.
	 * @param name the header's name, in any case
	 * @return the first value, or {@code null} if the header was not sent
	 */
	public @Nullable String header(String name) {
		return received().header(name);
	}

	/**
	 * Return the body as JSON.
	 * @return the parsed body, or a missing node if it is not JSON
	 */
	public JsonNode json() {
		return received().json();
	}

	/**
	 * Return the model named by the request.
	 * @return the {@code model} of the body, or {@code null} if there is none
	 */
	public @Nullable String model() {
		return received().model();
	}

	/**
	 * Return whether the request is for a stream.
	 * @return {@code true} if the body contains {@code "stream": true}
	 */
	public boolean streamed() {
		return received().streamed();
	}

	/**
	 * Return the results of the tools that the latest message of the model called.
	 * @return the contents of the tool messages at the end of the conversation, in order,
	 * or an empty list if it ends otherwise
	 */
	public List<String> toolResults() {
		Deque<String> results = new ArrayDeque<>();
		List<JsonNode> messages = json().path("messages").valueStream().toList();
		for (int i = messages.size() - 1; i >= 0 && "tool".equals(Json.string(messages.get(i), "role")); i--) {
			results.addFirst(Objects.requireNonNullElse(Json.string(messages.get(i), "content"), ""));
		}
		return List.copyOf(results);
	}

	private ReceivedRequest received() {
		return new ReceivedRequest(this.number, this.attempt, this.method, this.path, this.query, this.headers,
				this.body, this.receivedAt, this.connectionId);
	}

	/**
	 * Return a description without the API key and with at most the first 200 characters
	 * of the body.
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
