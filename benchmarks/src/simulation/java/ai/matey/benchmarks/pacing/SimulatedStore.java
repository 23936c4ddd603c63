package ai.matey.benchmarks.pacing;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.stream.LongStream;

import io.github.bucket4j.Bandwidth;
import io.github.bucket4j.Bucket;
import io.github.bucket4j.TimeMeter;
import org.jspecify.annotations.Nullable;

import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore;

/**
 * A store that does what the one in Redis does, with a way there and back, and that may
 * be away.
 */
final class SimulatedStore implements PacingStore {

	private static final double WAY = 0.0005;

	private final VirtualTime time;

	private final long epoch;

	private final BooleanSupplier away;

	private final Map<String, String> learned = new HashMap<>();

	private final Map<String, TreeMap<Long, Long>> sent = new HashMap<>();

	private final Map<String, ClockedBucket> buckets = new HashMap<>();

	SimulatedStore(VirtualTime time, long epoch, BooleanSupplier away) {
		this.time = time;
		this.epoch = epoch;
		this.away = away;
	}

	@Override
	public CompletionStage<Exchange> exchange(String budget, long units, @Nullable String expected,
			@Nullable String next) {
		return reply(() -> {
			long second = this.time.now() / VirtualTime.SECOND;
			TreeMap<Long, Long> counts = this.sent.computeIfAbsent(budget, (name) -> new TreeMap<>());
			counts.merge(second, units, Long::sum);
			counts.headMap(second - 10).clear();
			List<Long> seconds = LongStream.rangeClosed(1, 10)
				.mapToObj((ago) -> counts.getOrDefault(second - ago, 0L))
				.toList();
			if (next != null && Objects.equals(this.learned.get(budget), expected)) {
				this.learned.put(budget, next);
			}
			return new Exchange(this.learned.get(budget), this.epoch + this.time.now(), seconds);
		});
	}

	@Override
	public PacingBucket bucket(String budget, long epoch, long nanosPerUnit, LongSupplier clock) {
		return new PacingBucket() {

			@Override
			public CompletionStage<Long> reserve(long units) {
				return reply(() -> PacingBucket
					.time(shared().on(clock).asVerbose().consumeIgnoringRateLimits(units), nanosPerUnit));
			}

			@Override
			public void giveBack(long units) {
				reply(() -> {
					shared().on(clock).addTokens(units);
					return units;
				});
			}

			private ClockedBucket shared() {
				return SimulatedStore.this.buckets.computeIfAbsent(budget + ":" + epoch,
						(name) -> new ClockedBucket(nanosPerUnit, clock));
			}

		};
	}

	private <T> CompletionStage<T> reply(Supplier<T> operation) {
		CompletableFuture<T> reply = new CompletableFuture<>();
		if (!this.away.getAsBoolean()) {
			this.time.in(WAY, () -> {
				T value = operation.get();
				this.time.in(WAY, () -> reply.complete(value));
			});
		}
		return reply;
	}

	/**
	 * A bucket that each instance uses with its own clock.
	 */
	private static final class ClockedBucket implements TimeMeter {

		private final Bucket bucket;

		private LongSupplier clock;

		private ClockedBucket(long nanosPerUnit, LongSupplier clock) {
			this.clock = clock;
			this.bucket = Bucket.builder()
				.addLimit(Bandwidth.builder().capacity(1).refillGreedy(1, Duration.ofNanos(nanosPerUnit)).build())
				.withCustomTimePrecision(this)
				.build();
		}

		private Bucket on(LongSupplier clock) {
			this.clock = clock;
			return this.bucket;
		}

		@Override
		public long currentTimeNanos() {
			return this.clock.getAsLong();
		}

		@Override
		public boolean isWallClockBased() {
			return true;
		}

	}

}
