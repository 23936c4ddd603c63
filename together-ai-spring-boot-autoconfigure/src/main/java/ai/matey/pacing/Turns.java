package ai.matey.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

/**
 * The turns of this instance within a budget: reserved in the bucket for the first of
 * those that wait, so that all instances get theirs in order, and the same share while
 * all of them have calls waiting. A turn is a count of units: it has come when the budget
 * has allowed that many. So a changed rate moves all turns, also those that were reserved
 * before. Not thread-safe, except that replies may come on any thread.
 */
final class Turns {

	static final long UNKNOWN = Long.MAX_VALUE;

	/** Turns for so many seconds of the own rate are reserved at once. */
	private static final double AT_ONCE = 0.1;

	private static final long JUST_NOW = 50_000_000;

	private final RateBudget budget;

	private final StoreLink link;

	private final long nanosPerUnit;

	private final Runnable news;

	private final Deque<Double> turns = new ArrayDeque<>();

	private final AtomicReference<@Nullable Reservation> reply = new AtomicReference<>();

	private volatile @Nullable PacingBucket bucket;

	private long bucketId;

	private boolean alone;

	private volatile double clockRead;

	private @Nullable Reservation pending;

	/** When the turns were reserved. */
	private long received;

	/** Whether nobody waited for the turns for a while. */
	private boolean unused;

	/** The units that each of the reserved turns is for. */
	private long units;

	/** Seconds between two own turns, as measured. */
	private double interval;

	Turns(RateBudget budget, StoreLink link, long nanosPerUnit, Runnable news) {
		this.budget = budget;
		this.link = link;
		this.nanosPerUnit = nanosPerUnit;
		this.news = news;
	}

	/**
	 * Return how long it takes until the first of those that wait may go.
	 * @param units its units
	 * @param waiting how many wait
	 * @return nanoseconds, 0 if it may go now, {@link #UNKNOWN} if the store has yet to
	 * reply
	 */
	long nanosUntil(long units, int waiting) {
		if (this.budget.isAsking()) {
			return UNKNOWN;
		}
		RateCurve curve = this.budget.curve();
		if (curve == null) {
			forget();
			return 0;
		}
		PacingBucket bucket = bucket(curve);
		receive();
		dropMissed(curve);
		if (this.turns.isEmpty()) {
			if (this.pending == null) {
				reserve(bucket, units, (units == 1) ? Math.min(waiting, most()) : 1);
				receive();
			}
			if (this.turns.isEmpty()) {
				return UNKNOWN;
			}
		}
		return this.budget.nanosUntil(curve, this.turns.getFirst());
	}

	private int most() {
		return (this.alone || this.interval <= 0) ? 1 : (int) Math.max(1, AT_ONCE / this.interval);
	}

	private PacingBucket bucket(RateCurve curve) {
		PacingBucket bucket = this.bucket;
		if (bucket == null || this.bucketId != curve.bucket() || this.alone != this.budget.isAlone()) {
			forget();
			this.bucketId = curve.bucket();
			this.alone = this.budget.isAlone();
			PacingStore store = this.link.store();
			bucket = (store == null || this.alone) ? new LocalBucket(this.nanosPerUnit, this::clock)
					: store.bucket(this.budget.name(), curve.bucket(), this.nanosPerUnit, this::clock);
			this.bucket = bucket;
		}
		return bucket;
	}

	/**
	 * The bucket's clock: it runs as fast as the budget allows units.
	 */
	private long clock() {
		RateCurve curve = this.budget.curve();
		double served = (curve != null) ? this.budget.servedNow(curve) : this.clockRead;
		this.clockRead = served;
		return (long) (served * this.nanosPerUnit);
	}

	private void reserve(PacingBucket bucket, long units, int count) {
		Reservation reservation = new Reservation(units, count);
		this.pending = reservation;
		CompletionStage<Long> reply = bucket.reserve(units * count);
		if (this.alone || this.link.store() == null) {
			reply.thenAccept((time) -> received(reservation, time));
		}
		else {
			this.link.await(reply, (time) -> {
				received(reservation, time);
				this.news.run();
			}, () -> {
				reservation.failed = true;
				this.reply.set(reservation);
				this.news.run();
			});
		}
	}

	private void received(Reservation reservation, long time) {
		reservation.last = (double) time / this.nanosPerUnit;
		this.reply.set(reservation);
	}

	private void receive() {
		Reservation reply = this.reply.getAndSet(null);
		if (reply == null || reply != this.pending) {
			return;
		}
		this.pending = null;
		if (reply.failed) {
			return;
		}
		this.units = reply.units;
		this.received = this.budget.now();
		// What costs many units waits until those before it are paid for, not until it is
		double first = reply.last - (reply.count * reply.units - 1);
		for (int i = 0; i < reply.count; i++) {
			this.turns.addLast(first + i * reply.units);
		}
		RateCurve curve = this.budget.curve();
		if (curve != null) {
			double wait = this.budget.nanosUntil(curve, this.turns.getLast()) / RateCurve.SECOND;
			double measured = wait / reply.count;
			this.interval = (this.interval == 0) ? measured : this.interval + 0.3 * (measured - this.interval);
		}
	}

	/**
	 * Use the first turn.
	 * @param units the units that it is used for
	 */
	void take(long units) {
		if (this.turns.pollFirst() != null) {
			settle(units - this.units);
		}
	}

	/**
	 * Correct the units of a turn that was used.
	 * @param more what was used beyond what was reserved, negative if it was less
	 */
	void settle(long more) {
		PacingBucket bucket = this.bucket;
		if (bucket == null || more == 0 || !this.budget.isLimited()) {
			return;
		}
		if (more < 0) {
			bucket.giveBack(-more);
		}
		else {
			bucket.reserve(more);
		}
	}

	/**
	 * Nobody waits for the turns that are reserved. Those that were reserved just now are
	 * given back, since no other instance has reserved behind them yet; others would only
	 * let two calls have the same turn. They are kept for calls that come in time.
	 */
	void release() {
		receive();
		this.unused = true;
		PacingBucket bucket = this.bucket;
		if ((this.alone || isNew()) && bucket != null && !this.turns.isEmpty()) {
			bucket.giveBack(this.turns.size() * this.units);
			this.turns.clear();
		}
	}

	/**
	 * Whether the turns were reserved just now.
	 * @return whether they can still be given back
	 */
	boolean isNew() {
		return !this.alone && this.budget.now() - this.received < JUST_NOW;
	}

	/**
	 * A turn that nobody used in time is over.
	 */
	private void dropMissed(RateCurve curve) {
		double served = this.budget.servedNow(curve);
		while (!this.turns.isEmpty() && served - this.turns.getFirst() > this.units && this.unused) {
			this.turns.removeFirst();
		}
		this.unused = false;
	}

	private void forget() {
		this.turns.clear();
		this.pending = null;
		this.bucket = null;
		this.interval = 0;
	}

	/**
	 * Return about how long a call waits that others are ahead of.
	 * @param ahead how many
	 * @return seconds
	 */
	double secondsUntil(int ahead) {
		RateCurve curve = this.budget.curve();
		if (curve == null) {
			return 0;
		}
		Double first = this.turns.peekFirst();
		double untilFirst = (first != null) ? this.budget.nanosUntil(curve, first) / RateCurve.SECOND : 0;
		double between = this.alone ? Math.max(1, this.units) / this.budget.rate() : this.interval;
		return untilFirst + ahead * between;
	}

	private static final class Reservation {

		private final long units;

		private final int count;

		private volatile double last;

		private volatile boolean failed;

		Reservation(long units, int count) {
			this.units = units;
			this.count = count;
		}

	}

}
