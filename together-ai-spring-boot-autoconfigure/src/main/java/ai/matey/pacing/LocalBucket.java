package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;

/**
 * The bucket of one instance alone.
 */
final class LocalBucket implements PacingBucket {

	private final LongSupplier clock;

	private final Bucket bucket;

	LocalBucket(long nanosPerUnit, LongSupplier clock) {
		this.clock = clock;
		this.bucket = Bucket.builder().addLimit(bandwidth(nanosPerUnit)).withCustomTimePrecision(meter(clock)).build();
	}

	/**
	 * One unit at a time: a larger bucket would send a burst after each pause, just what
	 * a limit per second rejects.
	 */
	static Bandwidth bandwidth(long nanosPerUnit) {
		return Bandwidth.builder().capacity(1).refillGreedy(1, Duration.ofNanos(nanosPerUnit)).build();
	}

	static TimeMeter meter(LongSupplier clock) {
		return new TimeMeter() {

			@Override
			public long currentTimeNanos() {
				return clock.getAsLong();
			}

			@Override
			public boolean isWallClockBased() {
				return true;
			}

		};
	}

	@Override
	public CompletionStage<Long> reserve(long units) {
		return CompletableFuture.completedFuture(this.clock.getAsLong() + this.bucket.consumeIgnoringRateLimits(units));
	}

	@Override
	public void giveBack(long units) {
		this.bucket.addTokens(units);
	}

}
