package ai.matey.pacing.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.github.bucket4j.BucketConfiguration;
import io.github.bucket4j.distributed.AsyncBucketProxy;
import io.github.bucket4j.distributed.ExpirationAfterWriteStrategy;
import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;

import ai.matey.pacing.store.BucketClock;
import ai.matey.pacing.store.PacingBucket;

/**
 * A Bucket4j bucket in Redis, changed by compare-and-swap.
 */
final class RedisBucket implements PacingBucket {

	private static final Duration EXPIRY = Duration.ofHours(1);

	private final Supplier<CompletableFuture<RedisLink>> link;

	private final String key;

	private final long nanosPerUnit;

	private final LongSupplier clock;

	RedisBucket(Supplier<CompletableFuture<RedisLink>> link, String key, long nanosPerUnit, LongSupplier clock) {
		this.link = link;
		this.key = key;
		this.nanosPerUnit = nanosPerUnit;
		this.clock = clock;
	}

	@Override
	public CompletionStage<Long> reserve(long units) {
		return bucket().thenCompose((bucket) -> bucket.asVerbose().consumeIgnoringRateLimits(units))
			.thenApply((taken) -> PacingBucket.time(taken, this.nanosPerUnit));
	}

	@Override
	public void giveBack(long units) {
		var unused = bucket().thenCompose((bucket) -> bucket.addTokens(units));
	}

	private CompletableFuture<AsyncBucketProxy> bucket() {
		BucketConfiguration configuration = BucketConfiguration.builder()
			.addLimit(PacingBucket.bandwidth(this.nanosPerUnit))
			.build();
		return this.link.get()
			.thenApply((link) -> new Bucket4jLettuce.LettuceBasedProxyManagerBuilder<>(link.api())
				.clientClock(new BucketClock(this.clock))
				.expirationAfterWrite(ExpirationAfterWriteStrategy.fixedTimeToLive(EXPIRY))
				.build()
				.asAsync()
				.builder()
				.build(this.key, () -> CompletableFuture.completedFuture(configuration)));
	}

}
