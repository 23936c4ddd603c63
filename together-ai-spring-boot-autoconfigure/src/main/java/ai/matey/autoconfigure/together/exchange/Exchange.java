package ai.matey.autoconfigure.together.exchange;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * One request to a server and its response, as far as they are kept. API keys are never
 * in it; texts are replaced by their lengths unless they were asked for.
 *
 * @param id its number, unique within the client
 * @param client the client's name
 * @param time when the request was sent
 * @param method the HTTP method
 * @param path the path
 * @param requestHeaders the request's headers; values that may be secrets are removed
 * @param requestBody the request's body, or {@code null} if it had none
 * @param status the HTTP status, or {@code null} if there was no response so far
 * @param responseHeaders the response's headers
 * @param responseBody the response's body as far as it came; of a stream its lines
 * @param duration the time until the response ended, or {@code null} while it runs
 * @param outcome how it went
 * @param truncated whether a body was too large to be kept whole
 */
public record Exchange(long id, String client, Instant time, String method, String path,
		Map<String, List<String>> requestHeaders, @Nullable String requestBody, @Nullable Integer status,
		Map<String, List<String>> responseHeaders, String responseBody, @Nullable Duration duration, Outcome outcome,
		boolean truncated) {

	/**
	 * Shows no bodies.
	 */
	@Override
	public String toString() {
		return "Exchange[id=" + this.id + ", client=" + this.client + ", " + this.method + " " + this.path + ", status="
				+ this.status + ", outcome=" + this.outcome + "]";
	}

	/**
	 * How an exchange went.
	 */
	public enum Outcome {

		/** It runs. */
		RUNNING,

		/** The response came to its end, whatever its status is. */
		COMPLETE,

		/** The connection failed. */
		FAILED,

		/** The client left before the end. */
		CANCELLED

	}

}
