package ai.matey.pacing;

import org.jspecify.annotations.Nullable;

/**
 * The status of a paced model of a client.
 *
 * @param client the name of the client
 * @param model the model, or {@code null} for calls without one
 * @param requestsPerSecond the currently allowed rate of requests, or {@code null} while
 * no limit is known
 * @param tokensPerSecond the currently allowed rate of tokens, or {@code null} while no
 * limit is known
 * @param concurrency the number of requests that may run concurrently, or {@code null} if
 * it is not limited
 * @param running the number of running attempts
 * @param queued the number of waiting attempts
 * @since 0.1.0
 */
public record PacingStatus(String client, @Nullable String model, @Nullable Double requestsPerSecond,
		@Nullable Double tokensPerSecond, @Nullable Integer concurrency, int running, int queued) {

}
