package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.VerboseResult;

/**
 * A bucket whose content may be reserved before it is there.
 */
public interface PacingBucket {

	/**
	 * Take units.
	 * @param units how many
	 * @return the time of the bucket's clock at which they are there
	 */
	CompletionStage<Long> reserve(long units);

	/**
	 * Put units back that were reserved and not used.
	 * @param units how many
	 */
	void giveBack(long units);

	/**
	 * Return what such a bucket holds: one unit. A larger one would send a burst after
	 * each pause, just what a limit per second rejects.
	 * @param nanosPerUnit the nanoseconds of the bucket's clock per unit
	 * @return the bandwidth
	 */
	static Bandwidth bandwidth(long nanosPerUnit) {
		return Bandwidth.builder().capacity(1).refillGreedy(1, Duration.ofNanos(nanosPerUnit)).build();
	}

	/**
	 * Return when what was taken from a bucket is there. What Bucket4j calls the penalty
	 * counts from the clock of who asked, and is too short if another instance's clock
	 * was ahead when it used the bucket before. The bucket's state knows better.
	 * @param taken the result of {@code consumeIgnoringRateLimits}
	 * @param nanosPerUnit the nanoseconds per unit
	 * @return a time of the bucket's clock
	 */
	static long time(VerboseResult<Long> taken, long nanosPerUnit) {
		long time = taken.getOperationTimeNanos() + taken.getValue();
		BucketState state = taken.getState().copy();
		state.refillAllBandwidth(time);
		while (state.getAvailableTokens() < 0) {
			time += -state.getAvailableTokens() * nanosPerUnit;
			state.refillAllBandwidth(time);
		}
		return time;
	}

}
