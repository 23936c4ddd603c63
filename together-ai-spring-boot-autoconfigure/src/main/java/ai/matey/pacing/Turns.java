package ai.matey.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore;

/**
 * The turns of this instance within a budget. A turn is reserved in the bucket only for
 * the first of the waiting attempts, so all instances get their turns in order, and the
 * same share as long as all have waiting attempts. A turn is a count of units: it has
 * come when the budget has allowed that many. A changed rate therefore moves all turns,
 * including those already reserved. Not thread-safe, except that replies may arrive on
 * any thread.
 */
final class Turns {

	static final long UNKNOWN = Long.MAX_VALUE;

	/** Turns for this many seconds of this instance's rate are reserved at once. */
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

	/** Whether the turns were unused for a while. */
	private boolean unused;

	/** The units of each reserved turn. */
	private long units;

	/** The measured number of seconds between two turns of this instance. */
	private double interval;

	Turns(RateBudget budget, StoreLink link, long nanosPerUnit, Runnable news) {
		this.budget = budget;
		this.link = link;
		this.nanosPerUnit = nanosPerUnit;
		this.news = news;
	}

	/**
	 * Return how long it takes until the first waiting attempt may be sent.
	 * @param units the units of the attempt
	 * @param waiting the number of waiting attempts
	 * @return nanoseconds, 0 if it may be sent now, or {@link #UNKNOWN} if the store has
	 * not replied yet
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
	 * The bucket's clock, which runs as fast as the budget allows units.
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
		// An attempt of many units waits until those before it are paid for, not its own
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
	 * @param units the units for which it is used
	 */
	void take(long units) {
		if (this.turns.pollFirst() != null) {
			settle(units - this.units);
		}
	}

	/**
	 * Correct the units of a used turn.
	 * @param more the units used beyond those reserved; negative if fewer were used
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
	 * Handle reserved turns for which no attempt waits. Those that were reserved just now
	 * are returned, since no other instance has reserved turns after them yet; returning
	 * others would give two calls the same turn. Those are kept for calls that arrive in
	 * time.
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
	 * Return whether the turns were reserved just now.
	 * @return whether they can still be returned
	 */
	boolean isNew() {
		return !this.alone && Math.abs(this.budget.now() - this.received) < JUST_NOW;
	}

	/**
	 * Discard a turn that was not used in time.
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
	 * Return approximately how long a call waits if others are ahead of it.
	 * @param ahead the number of calls ahead
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
