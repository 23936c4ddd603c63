package ai.matey.pacing;

import java.util.concurrent.TimeUnit;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import org.jspecify.annotations.Nullable;

/**
 * The number of attempts of one model that may run concurrently. It is not limited until
 * the provider reports an overload. An overload means missing capacity, which a lower
 * rate alone does not solve, since requests that are already running remain. Thread-safe.
 */
final class ConcurrencyBudget {

	private static final int MOST = 100_000;

	private static final double KEPT = 0.8;

	/**
	 * The time in which a limit doubles, in the steps of {@link AIMDLimit}.
	 */
	private static final long GROWTH_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

	private volatile @Nullable AIMDLimit limit;

	private long lastDrop;

	private volatile long lastGrowth;

	boolean isLimited() {
		return this.limit != null;
	}

	/**
	 * Return how many attempts may run concurrently.
	 * @return the limit, or {@link Integer#MAX_VALUE} if there is none
	 */
	int limit() {
		AIMDLimit limit = this.limit;
		return (limit != null) ? limit.getLimit() : Integer.MAX_VALUE;
	}

	/**
	 * Return how long it takes until another attempt may run if none of the running ones
	 * ends before. Without growth while attempts wait, a few long streams would stop all
	 * others.
	 * @param time now
	 * @param running the number of running attempts
	 * @return nanoseconds, or 0 if it may run now
	 */
	long nanosUntilFree(long time, int running) {
		if (running < limit()) {
			return 0;
		}
		grow(time, running);
		return (running < limit()) ? 0 : Math.max(1, this.lastGrowth + GROWTH_NANOS / limit() - time);
	}

	/**
	 * Handle an attempt that the provider rejected because of missing capacity.
	 * @param granted when the attempt was permitted
	 * @param time now
	 * @param running the number of running attempts, including this one
	 */
	synchronized void overloaded(long granted, long time, int running) {
		AIMDLimit limit = this.limit;
		if (limit != null && granted <= this.lastDrop) {
			return;
		}
		this.lastDrop = time;
		this.lastGrowth = time;
		if (limit == null) {
			// Only an overload may lower the limit: a slow response is usually a long one
			limit = AIMDLimit.newBuilder()
				.initialLimit(Math.max(1, running))
				.minLimit(1)
				.maxLimit(MOST)
				.backoffRatio(KEPT)
				.timeout(1, TimeUnit.DAYS)
				.build();
			this.limit = limit;
		}
		limit.onSample(0, 1, running, true);
	}

	/**
	 * Handle an attempt whose response was received completely.
	 * @param time now
	 * @param running the number of running attempts, including this one
	 */
	void completed(long time, int running) {
		if (this.limit != null) {
			grow(time, running);
		}
	}

	private synchronized void grow(long time, int running) {
		AIMDLimit limit = this.limit;
		if (limit == null) {
			return;
		}
		// The clock may have been set back
		if (Math.abs(time - this.lastDrop) > KEPT_NANOS) {
			this.limit = null;
		}
		else if (Math.abs(time - this.lastGrowth) >= GROWTH_NANOS / limit.getLimit()) {
			this.lastGrowth = time;
			limit.onSample(0, 1, running, false);
		}
	}

	/**
	 * Return whether there is no limit, or the last overload was so long ago that the
	 * limit has no meaning anymore.
	 * @param time now
	 * @return whether the limit may be forgotten
	 */
	synchronized boolean isOver(long time) {
		return this.limit == null || Math.abs(time - this.lastDrop) > KEPT_NANOS;
	}

	synchronized void reset() {
		this.limit = null;
	}

}
