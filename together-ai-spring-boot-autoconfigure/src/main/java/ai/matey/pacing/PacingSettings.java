package ai.matey.pacing;

import java.time.Duration;

/**
 * How calls are paced.
 *
 * @param maxWait the longest time that a call may wait for its turn; a call that would
 * have to wait longer fails at once
 * @param maxQueue the most calls of a model that may wait
 * @param cycle the time in which the rate returns to where it was rejected; a shorter one
 * finds a raised limit sooner, a longer one has fewer rejections
 * @param maxModels the most models that are paced. When there are so many, an idle one
 * that nothing was learned about makes room for the next; without such a one the calls of
 * further models pass freely
 */
public record PacingSettings(Duration maxWait, int maxQueue, Duration cycle, int maxModels) {

	/** Waits up to 30 s, 1,000 waiting calls per model, a cycle of 130 s, 256 models. */
	public static final PacingSettings DEFAULT = new PacingSettings(Duration.ofSeconds(30), 1000,
			Duration.ofSeconds(130), 256);

	public PacingSettings {
		require(!maxWait.isNegative(), "max-wait", "not be negative", maxWait);
		require(maxQueue >= 0, "max-queue", "not be negative", maxQueue);
		require(cycle.compareTo(Duration.ofSeconds(1)) >= 0, "cycle", "be at least 1s", cycle);
		require(maxModels >= 1, "max-models", "be at least 1", maxModels);
	}

	private static void require(boolean valid, String name, String rule, Object value) {
		if (!valid) {
			throw new IllegalArgumentException("together.pacing." + name + " must " + rule + " but is " + value);
		}
	}

}
