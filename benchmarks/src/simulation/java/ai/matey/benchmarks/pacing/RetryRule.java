package ai.matey.benchmarks.pacing;

import java.util.Random;

/**
 * When a rejected request is sent again.
 */
interface RetryRule {

	/** This library's: three attempts, obeys {@code x-ratelimit-reset}. */
	RetryRule OURS = (attempt, verdict, random) -> {
		if (attempt >= 3) {
			return -1;
		}
		return (verdict.reset() > 0) ? verdict.reset()
				: Math.min(0.5 * Math.pow(2, attempt - 1), 8) * (1 - 0.25 * random.nextDouble());
	};

	/** The official TypeScript SDK's: two retries, does not know the header. */
	RetryRule SDK = (attempt, verdict, random) -> (attempt >= 3) ? -1
			: Math.min(Math.pow(2, attempt - 1), 10) * (1 - 0.25 * random.nextDouble());

	/**
	 * Return the wait before the next attempt.
	 * @param attempt the attempt that failed, from 1
	 * @param verdict what the service said
	 * @param random for jitter
	 * @return seconds, negative if there is none
	 */
	double wait(int attempt, Service.Verdict verdict, Random random);

}
