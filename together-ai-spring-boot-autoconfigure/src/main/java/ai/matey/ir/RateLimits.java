package ai.matey.ir;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * The rate limits that the provider reported with a response or a rejection. Providers
 * report them rarely: every part may be missing, and a missing part has no meaning.
 *
 * @param requests the limit on requests, or {@code null}
 * @param tokens the limit on tokens, or {@code null}
 * @param reset the time after which the limits are reset, or {@code null}
 * @param retryAfter how long to wait before the next request, or {@code null}
 * @since 0.1.0
 */
public record RateLimits(@Nullable Limit requests, @Nullable Limit tokens, @Nullable Duration reset,
		@Nullable Duration retryAfter) implements Serializable {

	/**
	 * A single limit. With Together, values are per second and may be fractions, and
	 * {@code remaining} may exceed {@code limit} while a burst is allowed.
	 *
	 * @param limit the limit, or {@code null}
	 * @param remaining the remaining amount, or {@code null}
	 * @param dynamicLimit the limit that depends on the load, or {@code null}
	 * @param dynamicRemaining the remaining amount of the dynamic limit, or {@code null}
	 */
	public record Limit(@Nullable Double limit, @Nullable Double remaining, @Nullable Double dynamicLimit,
			@Nullable Double dynamicRemaining) implements Serializable {

	}

}
