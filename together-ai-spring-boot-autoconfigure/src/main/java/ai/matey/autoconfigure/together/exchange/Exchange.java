package ai.matey.autoconfigure.together.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * A recorded request to a server and its response. It never contains API keys, and texts
 * are replaced by their lengths unless content is included.
 *
 * @param id the number of the exchange, unique within the client
 * @param client the client's name
 * @param time when the request was sent
 * @param method the HTTP method
 * @param path the path
 * @param requestHeaders the request's headers; values that may be secrets are removed
 * @param requestBody the request body, or {@code null} if there was none
 * @param status the HTTP status, or {@code null} if there is no response yet
 * @param responseHeaders the response's headers
 * @param responseBody the response body as received so far; for a stream, its lines
 * @param duration the time until the response ended, or {@code null} while it runs
 * @param outcome the outcome
 * @param truncated whether a body was too large to be kept completely
 * @since 0.1.0
 */
public record Exchange(long id, String client, Instant time, String method, String path,
		Map<String, List<String>> requestHeaders, @Nullable String requestBody, @Nullable Integer status,
		Map<String, List<String>> responseHeaders, String responseBody, @Nullable Duration duration, Outcome outcome,
		boolean truncated) {

	/**
	 * Return a description without bodies.
	 */
	@Override
	public String toString() {
		return "Exchange[id=" + this.id + ", client=" + this.client + ", " + this.method + " " + this.path + ", status="
				+ this.status + ", outcome=" + this.outcome + "]";
	}

	/**
	 * The outcome of an exchange.
	 */
	public enum Outcome {

		/** The exchange is running. */
		RUNNING,

		/** The response was received completely, whatever its status. */
		COMPLETE,

		/** The connection failed. */
		FAILED,

		/** The client cancelled the exchange. */
		CANCELLED

	}

}
