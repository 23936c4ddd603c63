package ai.matey.pacing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;

/**
 * Reads what a provider says about its limits.
 */
final class ToldLimits {

	/** Whatever the provider asks for: a limit per second needs no longer pause. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private ToldLimits() {
	}

	/**
	 * Return how long nothing is to be sent.
	 * @param limits what the provider said, or {@code null}
	 * @return a time, zero if it did not say
	 */
	static Duration pause(@Nullable RateLimits limits) {
		Duration reset = (limits != null) ? limits.reset() : null;
		if (reset == null || reset.isNegative()) {
			return Duration.ZERO;
		}
		return (reset.compareTo(LONGEST_PAUSE) > 0) ? LONGEST_PAUSE : reset;
	}

	/**
	 * Return a limit as a rate.
	 * @param limit what the provider said, or {@code null}
	 * @return units per second, 0 if it did not say
	 */
	static double rate(RateLimits.@Nullable Limit limit) {
		if (limit == null) {
			return 0;
		}
		Double dynamic = limit.dynamicLimit();
		if (dynamic != null && dynamic > 0) {
			return dynamic;
		}
		Double fixed = limit.limit();
		return (fixed != null && fixed > 0) ? fixed : 0;
	}

}
