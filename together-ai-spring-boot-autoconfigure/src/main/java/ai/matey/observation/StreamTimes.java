package ai.matey.observation;

import java.time.Duration;
import java.util.function.LongConsumer;

import org.jspecify.annotations.Nullable;

/**
 * The times of one stream's chunks, which are kept until the end, when tags such as the
 * outcome are known. They are kept in buckets, four per doubling, since a list would grow
 * with the stream. The count and the sum are exact; a single time is off by at most a
 * quarter. Nothing is allocated per chunk.
 * <p>
 * The thread that delivers chunks writes the times. A cancellation on another thread may
 * read them while the last chunk is being written and miss it, which is preferable to a
 * lock.
 */
final class StreamTimes {

	/** From 1 ns to far more than a day. */
	private static final int BUCKETS = 48 * 4;

	private long startNanos;

	private long firstNanos = -1;

	private long lastNanos = -1;

	private long outputChunks;

	private int @Nullable [] counts;

	private long @Nullable [] sums;

	void start(long nanos) {
		this.startNanos = nanos;
	}

	/**
	 * Record a chunk.
	 * @param nanos the time of the chunk in nanoseconds
	 * @param output whether it contains output of the model
	 */
	void chunk(long nanos, boolean output) {
		if (this.firstNanos < 0) {
			this.firstNanos = Math.max(0, nanos - this.startNanos);
		}
		if (!output) {
			return;
		}
		if (this.outputChunks++ > 0) {
			gap(Math.max(0, nanos - this.lastNanos));
		}
		this.lastNanos = nanos;
	}

	private void gap(long nanos) {
		int[] counts = this.counts;
		long[] sums = this.sums;
		if (counts == null || sums == null) {
			counts = new int[BUCKETS];
			sums = new long[BUCKETS];
			this.sums = sums;
			this.counts = counts;
		}
		int bucket = bucket(nanos);
		counts[bucket]++;
		sums[bucket] += nanos;
	}

	/**
	 * The highest bit selects the doubling and the two bits below it select the quarter.
	 */
	private static int bucket(long nanos) {
		int bits = 64 - Long.numberOfLeadingZeros(nanos);
		int quarter = (bits > 2) ? (int) (nanos >>> (bits - 3)) & 3 : 0;
		return Math.min(bits * 4 + quarter, BUCKETS - 1);
	}

	@Nullable Duration toFirstChunk() {
		return (this.firstNanos >= 0) ? Duration.ofNanos(this.firstNanos) : null;
	}

	long outputChunks() {
		return this.outputChunks;
	}

	/**
	 * Pass the times between chunks to a consumer, shortest first.
	 * @param consumer the consumer, called once for each time
	 */
	void gaps(LongConsumer consumer) {
		int[] counts = this.counts;
		long[] sums = this.sums;
		if (counts == null || sums == null) {
			return;
		}
		for (int i = 0; i < BUCKETS; i++) {
			for (int left = counts[i], n = left; left > 0; left--) {
				consumer.accept(sums[i] / n);
			}
		}
	}

}
