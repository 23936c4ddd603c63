package ai.matey.backend.together.settings;

import java.time.Duration;

/**
 * When a request is sent again.
 *
 * @param maxAttempts how many times a request is sent at most, the first time included; 1
 * switches retries off
 * @param initialBackoff the wait before the second attempt if the server names none
 * @param multiplier by how much each further wait is longer
 * @param maxBackoff the longest wait that is chosen here
 * @param jitter the share, 0 to 1, by which a chosen wait is shortened at random
 * @param maxWait the longest wait that a server may ask for; a call that would have to
 * wait longer fails at once
 */
public record TogetherRetry(int maxAttempts, Duration initialBackoff, double multiplier, Duration maxBackoff,
		double jitter, Duration maxWait) {

	/** Three attempts, 500 ms doubling to 8 s less up to a quarter, waits up to 30 s. */
	public static final TogetherRetry DEFAULT = new TogetherRetry(3, Duration.ofMillis(500), 2, Duration.ofSeconds(8),
			0.25, Duration.ofSeconds(30));

	public TogetherRetry {
		require(maxAttempts >= 1, "max-attempts", "be at least 1 (1 switches retries off)", maxAttempts);
		require(!initialBackoff.isNegative(), "initial-backoff", "not be negative", initialBackoff);
		require(multiplier >= 1, "multiplier", "be at least 1", multiplier);
		require(!maxBackoff.isNegative(), "max-backoff", "not be negative", maxBackoff);
		require(jitter >= 0 && jitter <= 1, "jitter", "be between 0 and 1", jitter);
		require(!maxWait.isNegative(), "max-wait", "not be negative", maxWait);
	}

	/**
	 * The same with another number of attempts.
	 * @param maxAttempts how many times a request is sent at most
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
