package ai.matey.pacing.store;

import java.time.Duration;
import java.util.concurrent.CompletionStage;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.BucketState;
import io.github.bucket4j.VerboseResult;

/**
 * A bucket whose units may be reserved before they are available.
 *
 * @since 0.1.0
 */
public interface PacingBucket {

	/**
	 * Reserve units.
	 * @param units the number of units
	 * @return the time of the bucket's clock at which the units are available
	 */
	CompletionStage<Long> reserve(long units);

	/**
	 * Return reserved units that were not used.
	 * @param units the number of units
	 */
	void giveBack(long units);

	/**
	 * Return the bandwidth of a bucket with a capacity of one unit. A larger capacity
	 * would cause a burst after each pause, which a limit per second rejects.
	 * @param nanosPerUnit the nanoseconds of the bucket's clock per unit
	 * @return the bandwidth
	 */
	static Bandwidth bandwidth(long nanosPerUnit) {
		return Bandwidth.builder().capacity(1).refillGreedy(1, Duration.ofNanos(nanosPerUnit)).build();
	}

	/**
	 * Return when units taken from a bucket are available. Bucket4j's penalty is relative
	 * to the clock of the caller and too short if another instance, whose clock was
	 * ahead, used the bucket before. The time is therefore derived from the state of the
	 * bucket.
	 * @param taken the result of {@code consumeIgnoringRateLimits}
	 * @param nanosPerUnit the nanoseconds per unit
	 * @return the time of the bucket's clock
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
