package ai.matey.pacing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;

/**
 * Reads the limits that a provider reports.
 */
final class ToldLimits {

	/** The maximum pause: a limit per second never needs a longer one. */
	private static final Duration LONGEST_PAUSE = Duration.ofMinutes(1);

	private ToldLimits() {
	}

	/**
	 * Return how long nothing may be sent.
	 * @param limits the reported limits, or {@code null}
	 * @return the pause, or zero if none was reported
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
	 * @param limit the reported limit, or {@code null}
	 * @return units per second, or 0 if none was reported
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
