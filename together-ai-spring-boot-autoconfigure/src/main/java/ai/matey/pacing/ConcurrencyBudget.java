package ai.matey.pacing;

import java.util.concurrent.TimeUnit;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import org.jspecify.annotations.Nullable;

/**
 * How many attempts of one model may run at once. There is no such limit until the
 * provider says that it is overloaded: that is missing capacity, which a lower rate alone
 * does not mend, since what runs stays there. Thread-safe.
 */
final class ConcurrencyBudget {

	private static final int MOST = 100_000;

	private static final double KEPT = 0.8;

	/**
	 * In this time a limit grows by as much as it is, as in {@link AIMDLimit}'s steps.
	 */
	private static final long GROWTH_NANOS = TimeUnit.SECONDS.toNanos(60);

	private static final long KEPT_NANOS = TimeUnit.MINUTES.toNanos(10);

	private volatile @Nullable AIMDLimit limit;

	private long lastDrop;

	private long lastGrowth;

	boolean isLimited() {
		return this.limit != null;
	}

	/**
	 * Return how many may run at once.
	 * @return the limit, or {@link Integer#MAX_VALUE} while there is none
	 */
	int limit() {
		AIMDLimit limit = this.limit;
		return (limit != null) ? limit.getLimit() : Integer.MAX_VALUE;
	}

	/**
	 * The provider had no capacity for an attempt.
	 * @param granted when the attempt was permitted
	 * @param time now
	 * @param running how many run, the attempt included
	 */
	synchronized void overloaded(long granted, long time, int running) {
		AIMDLimit limit = this.limit;
		if (limit != null && granted <= this.lastDrop) {
			return;
		}
		this.lastDrop = time;
		this.lastGrowth = time;
		if (limit == null) {
			// Only overload is to lower it: a slow response is a long one
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
	 * An attempt was received to its end.
	 * @param time now
	 * @param running how many ran, the attempt included
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
		if (time - this.lastDrop > KEPT_NANOS) {
			this.limit = null;
		}
		else if (time - this.lastGrowth >= GROWTH_NANOS / limit.getLimit()) {
			this.lastGrowth = time;
			limit.onSample(0, 1, running, false);
		}
	}

	/**
	 * Whether there is no limit, or the last overload was so long ago that it says
	 * nothing any more.
	 * @param time now
	 * @return whether the limit may be forgotten
	 */
	synchronized boolean isOver(long time) {
		return this.limit == null || time - this.lastDrop > KEPT_NANOS;
	}

	synchronized void reset() {
		this.limit = null;
	}

}
