package ai.matey.ir;

import java.io.Serializable;
import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * What the provider said about its limits with one answer or rejection. Providers say it
 * rarely: every part may be missing, and a missing part means nothing.
 *
 * @param requests the limit on requests, or {@code null}
 * @param tokens the limit on tokens, or {@code null}
 * @param reset the time after which the limits are fresh, or {@code null}
 * @param retryAfter how long to wait before the next request, or {@code null}
 */
public record RateLimits(@Nullable Limit requests, @Nullable Limit tokens, @Nullable Duration reset,
		@Nullable Duration retryAfter) implements Serializable {

	/**
	 * One limit. Values are per second with Together, may be fractions, and
	 * {@code remaining} may exceed {@code limit} while a burst is allowed.
	 *
	 * @param limit the limit, or {@code null}
	 * @param remaining what is left of it, or {@code null}
	 * @param dynamicLimit the limit that follows the load, or {@code null}
	 * @param dynamicRemaining what is left of that, or {@code null}
	 */
	public record Limit(@Nullable Double limit, @Nullable Double remaining, @Nullable Double dynamicLimit,
			@Nullable Double dynamicRemaining) implements Serializable {

	}

}
