package ai.matey.pacing.store;

import java.util.function.LongSupplier;

import io.github.bucket4j.TimeMeter;

/**
 * The clock of a bucket, which counts what a budget has allowed instead of time.
 * Therefore, the bandwidth of a bucket is constant although the rate changes
 * continuously.
 *
 * @param clock supplies nanoseconds
 * @since 0.1.0
 */
public record BucketClock(LongSupplier clock) implements TimeMeter {

	@Override
	public long currentTimeNanos() {
		return this.clock.getAsLong();
	}

	/**
	 * Instances agree on it, as on a wall clock.
	 */
	@Override
	public boolean isWallClockBased() {
		return true;
	}

}
