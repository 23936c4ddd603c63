package ai.matey.backend.together.settings;

import java.time.Duration;

/**
 * Settings for retries.
 *
 * @param maxAttempts maximum number of attempts, including the first; 1 disables retries
 * @param initialBackoff wait before the second attempt unless the server requests one
 * @param multiplier factor by which each further wait grows
 * @param maxBackoff maximum wait unless the server requests one
 * @param jitter maximum fraction, 0 to 1, by which a wait that the server did not request
 * is randomly shortened
 * @param maxWait maximum wait that the server may request; a call that would have to wait
 * longer fails immediately
 * @since 0.1.0
 */
public record TogetherRetry(int maxAttempts, Duration initialBackoff, double multiplier, Duration maxBackoff,
		double jitter, Duration maxWait) {

	/**
	 * Default settings: three attempts; waits that start at 500 milliseconds and double
	 * up to 8 seconds, randomly shortened by up to a quarter; at most 30 seconds if the
	 * server requests the wait.
	 */
	public static final TogetherRetry DEFAULT = new TogetherRetry(3, Duration.ofMillis(500), 2, Duration.ofSeconds(8),
			0.25, Duration.ofSeconds(30));

	public TogetherRetry {
		require(maxAttempts >= 1, "max-attempts", "be at least 1, which disables retries,", maxAttempts);
		require(!initialBackoff.isNegative(), "initial-backoff", "not be negative", initialBackoff);
		require(multiplier >= 1, "multiplier", "be at least 1", multiplier);
		require(!maxBackoff.isNegative(), "max-backoff", "not be negative", maxBackoff);
		require(jitter >= 0 && jitter <= 1, "jitter", "be between 0 and 1", jitter);
		require(!maxWait.isNegative(), "max-wait", "not be negative", maxWait);
	}

	/**
	 * Return a copy with a different maximum number of attempts.
	 * @param maxAttempts maximum number of attempts
	 * @return the copy
	 */
	public TogetherRetry withMaxAttempts(int maxAttempts) {
		return new TogetherRetry(maxAttempts, this.initialBackoff, this.multiplier, this.maxBackoff, this.jitter,
				this.maxWait);
	}

	private static void require(boolean valid, String name, String rule, Object value) {
		if (!valid) {
			throw new TogetherConfigurationException("together.retry." + name,
					"It must " + rule + " but is " + value + ".", "Change together.retry." + name + ".");
		}
	}

}
