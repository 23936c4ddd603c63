package ai.matey.pacing;

import org.jspecify.annotations.Nullable;

/**
 * What was learned about a model of a client.
 *
 * @param client the client
 * @param model the model, or {@code null} for calls without one
 * @param requestsPerSecond the rate of requests that is allowed now, or {@code null}
 * while no limit is known
 * @param tokensPerSecond the rate of tokens, or {@code null}
 * @param concurrency how many requests may run at once, or {@code null}
 * @param running how many run
 * @param queued how many wait
 */
public record PacingStatus(String client, @Nullable String model, @Nullable Double requestsPerSecond,
		@Nullable Double tokensPerSecond, @Nullable Integer concurrency, int running, int queued) {

}
