package ai.matey.pacing;

import java.util.function.LongSupplier;

import io.github.bucket4j.TimeMeter;

/**
 * The clock of a bucket: not the time, but what a budget has allowed. So a bucket's
 * bandwidth stays as it is while the rate changes all the time.
 *
 * @param clock gives nanoseconds
 */
public record BucketClock(LongSupplier clock) implements TimeMeter {

	@Override
	public long currentTimeNanos() {
		return this.clock.getAsLong();
	}

	/**
	 * Instances agree on it, as they do on a wall clock.
	 */
	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
