package ai.matey.pacing;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;

import io.github.bucket4j.Bucket;

import ai.matey.pacing.store.BucketClock;
import ai.matey.pacing.store.PacingBucket;

/**
 * A bucket that is used by one instance only.
 */
final class LocalBucket implements PacingBucket {

	private final LongSupplier clock;

	private final Bucket bucket;

	LocalBucket(long nanosPerUnit, LongSupplier clock) {
		this.clock = clock;
		this.bucket = Bucket.builder()
			.addLimit(PacingBucket.bandwidth(nanosPerUnit))
			.withCustomTimePrecision(new BucketClock(clock))
			.build();
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
