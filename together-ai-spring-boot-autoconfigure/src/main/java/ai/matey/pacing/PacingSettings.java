package ai.matey.pacing;

import java.time.Duration;

/**
 * Settings for pacing calls.
 *
 * @param maxWait maximum time that a call waits for its turn; a call that would have to
 * wait longer fails immediately
 * @param maxQueue maximum number of waiting calls for each model
 * @param cycle time in which the rate returns to the value that was rejected; a shorter
 * cycle detects a raised limit sooner, and a longer one causes fewer rejections
 * @param maxModels maximum number of models that are paced. When it is reached, an idle
 * model about which nothing was learned makes room for the next one; if there is none,
 * calls to further models are not delayed
 * @since 0.1.0
 */
public record PacingSettings(Duration maxWait, int maxQueue, Duration cycle, int maxModels) {

	/** The maximum of both durations. */
	public static final Duration LONGEST = Duration.ofDays(365);

	/**
	 * Default settings: waits of at most 30 seconds, 1,000 waiting calls per model, a
	 * cycle of 130 seconds and 256 models.
	 */
	public static final PacingSettings DEFAULT = new PacingSettings(Duration.ofSeconds(30), 1000,
			Duration.ofSeconds(130), 256);

	public PacingSettings {
		require(!maxWait.isNegative(), "max-wait", "not be negative", maxWait);
		require(maxWait.compareTo(LONGEST) <= 0, "max-wait", "not exceed 365 days", maxWait);
		require(maxQueue >= 0, "max-queue", "not be negative", maxQueue);
		require(cycle.compareTo(Duration.ofSeconds(1)) >= 0, "cycle", "be at least 1s", cycle);
		require(cycle.compareTo(LONGEST) <= 0, "cycle", "not exceed 365 days", cycle);
		require(maxModels >= 1, "max-models", "be at least 1", maxModels);
	}

	private static void require(boolean valid, String name, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException("together.pacing." + name + " must " + rule + " but is " + value);
		}
	}

}
