package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;

/**
 * One rate of one model, in requests or in tokens: what was learned about it, alone or
 * together with other instances. Knows no limit until the first rejection. Thread-safe.
 */
final class RateBudget {

	/**
	 * A rejection so soon after another one means that much less than before is allowed.
	 */
	private static final Duration SOON = Duration.ofSeconds(5);

	/** All instances must have told what they sent. */
	private static final Duration SHARE_KNOWN = Duration.ofSeconds(12);

	private static final Duration UNHEARD = Duration.ofMillis(1200);

	/** How long all instances need to tell what they sent before the first rejection. */
	private static final Duration FIRST = Duration.ofSeconds(3);

	private static final double KEPT_IF_SOON = 0.8;

	/** A limit that was told needs no search, only some room for the way. */
	private static final double KEPT_IF_TOLD = 0.97;

	/** Below this rate a rejection says when to come again, and little about the rate. */
	private static final double SLOW = 0.2;

	private static final double LOWEST_RATE = 1 / 60.0;

	private final String name;

	private final Duration cycle;

	private final PacingClock clock;

	private final StoreLink link;

	private final Runnable news;

	private final RecentUnits recent = new RecentUnits();

	private final AtomicLong unreported = new AtomicLong();

	private volatile @Nullable RateCurve curve;

	/** What the store was last seen to hold. */
	private @Nullable String seen;

	/** What all instances sent lately, as far as known. */
	private volatile double sharedRate;

	private volatile double share = 1;

	/** Since when this instance shares. */
	private volatile long joined;

	private boolean exchanging;

	private volatile boolean asking;

	private volatile boolean alone;

	/** The limit that the provider told last, 0 if it never did. */
	private double lastTold;

	RateBudget(String name, Duration cycle, PacingClock clock, StoreLink link, Runnable news) {
		this.name = name;
		this.cycle = cycle;
		this.clock = clock;
		this.link = link;
		this.news = news;
		this.alone = !link.isJoined();
		this.asking = !this.alone;
		this.joined = clock.now();
	}

	String name() {
		return this.name;
	}

	boolean isLimited() {
		return this.curve != null || this.asking;
	}

	/**
	 * Whether the store has yet to say for the first time what is known.
	 * @return whether it is not known if there is a limit
	 */
	boolean isAsking() {
		return this.asking;
	}

	/**
	 * Return what was learned.
	 * @return the curve, or {@code null} while there is no limit
	 */
	@Nullable RateCurve curve() {
		RateCurve curve = this.curve;
		if (curve != null && curve.isOver(this.clock.now(), this.cycle)) {
			synchronized (this) {
				if (curve.equals(this.curve)) {
					this.curve = null;
				}
				return this.curve;
			}
		}
		return curve;
	}

	/**
	 * Return the rate that is allowed now.
	 * @return units per second, {@code NaN} while there is no limit
	 */
	double rate() {
		RateCurve curve = curve();
		return (curve != null) ? curve.rateAt(Math.max(this.clock.now(), curve.since()), this.cycle) : Double.NaN;
	}

	long now() {
		return this.clock.now();
	}

	double servedNow(RateCurve curve) {
		return curve.servedAt(this.clock.now(), this.cycle);
	}

	long nanosUntil(RateCurve curve, double units) {
		return curve.nanosUntil(units, this.clock.now(), this.cycle);
	}

	void sent(long time, long units) {
		this.recent.add(time, units);
		if (this.link.store() != null) {
			this.unreported.addAndGet(units);
		}
	}

	/**
	 * Learn from a rejection.
	 * @param granted when the attempt was permitted
	 * @param units its units
	 * @param limits what the provider said, or {@code null}
	 */
	void rejected(long granted, long units, @Nullable RateLimits limits, RateLimits.@Nullable Limit limit) {
		this.recent.add(granted, -units);
		this.unreported.addAndGet(-units);
		learn(granted, units, ToldLimits.pause(limits), ToldLimits.rate(limit), 0);
	}

	/**
	 * Learn from what the provider says about a limit. It changes a limit that is known,
	 * and is no reason to have one.
	 * @param limit what it says, or {@code null}
	 */
	void told(RateLimits.@Nullable Limit limit) {
		double told = ToldLimits.rate(limit);
		if (told == 0 || this.curve == null) {
			return;
		}
		synchronized (this) {
			RateCurve curve = this.curve;
			boolean other = told != this.lastTold;
			this.lastTold = told;
			// Not raised to what was told before: it has been rejected below that since,
			// so others use a part of it.
			if (curve == null || !(other || rate() > told)) {
				return;
			}
			change(curve.next(told, KEPT_IF_TOLD, this.clock.now(), Duration.ZERO, this.cycle));
		}
		propose(0, 0, Duration.ZERO, told, 0);
		this.news.run();
	}

	private void learn(long granted, long units, Duration pause, double told, int again) {
		synchronized (this) {
			RateCurve curve = curve();
			if (curve != null && granted <= curve.since() + unheard()) {
				// Sent before the last reaction was known, so it says nothing new.
				return;
			}
			change((curve != null) ? slower(curve, pause, told) : first(units, pause, told));
		}
		propose(granted, units, pause, told, again);
		this.news.run();
	}

	/**
	 * Other instances hear of a reaction with their next exchange.
	 */
	private long unheard() {
		return this.alone ? 0 : UNHEARD.toNanos();
	}

	/**
	 * Where nothing was accepted lately one attempt a second is a guess that is soon
	 * corrected.
	 */
	private RateCurve first(long units, Duration pause, double told) {
		long now = this.clock.now();
		this.lastTold = told;
		double rate = (told > 0) ? told : Math.max(acceptedRate(now), (double) units);
		return new RateCurve(now, now, rate, (told > 0) ? KEPT_IF_TOLD : RateCurve.KEPT, now + pause.toNanos(), 0);
	}

	private RateCurve slower(RateCurve curve, Duration pause, double told) {
		long now = this.clock.now();
		double rate = Math.max(curve.rateAt(now, this.cycle), LOWEST_RATE);
		boolean other = told > 0 && told != this.lastTold;
		this.lastTold = told;
		if (other || (told > 0 && rate > told)) {
			return curve.next(told, KEPT_IF_TOLD, now, pause, this.cycle);
		}
		boolean soon = now - curve.since() < Math.max(SOON.toNanos(), (long) (8 / rate * RateCurve.SECOND));
		if (!soon || rate < SLOW) {
			return curve.next(rate, RateCurve.KEPT, now, pause, this.cycle);
		}
		double kept = rate * KEPT_IF_SOON;
		double limit = Math.min(rate, Math.max(acceptedRate(now), kept / RateCurve.KEPT));
		// Turns that were reserved at the old rate would come too late for their calls
		return curve.next(limit, kept / limit, now, pause, this.cycle).withBucket(now);
	}

	private double acceptedRate(long now) {
		double own = this.recent.rate(now);
		return this.alone ? own : Math.max(own, this.sharedRate);
	}

	private void change(@Nullable RateCurve next) {
		this.curve = next;
	}

	private void propose(long granted, long units, Duration pause, double told, int again) {
		PacingStore store = this.link.store();
		RateCurve curve = this.curve;
		if (store == null || this.alone || curve == null) {
			return;
		}
		String next = curve.format();
		String expected;
		synchronized (this) {
			expected = this.seen;
		}
		this.link.await(store.exchange(this.name, 0, expected, next), (reply) -> {
			if (next.equals(reply.learned())) {
				see(reply.learned());
			}
			else {
				// Another instance was first: what it learned counts, and then our
				// rejection
				adopt(reply.learned());
				if (granted > 0 && again < 2) {
					learn(granted, units, pause, told, again + 1);
				}
			}
		}, () -> {
		});
	}

	/**
	 * Tell the store what was sent, and learn what others have learned. Does nothing
	 * while the last exchange goes on.
	 */
	void exchange() {
		PacingStore store = this.link.store();
		if (store == null) {
			return;
		}
		synchronized (this) {
			if (this.exchanging) {
				return;
			}
			this.exchanging = true;
		}
		// What was sent alone is no news any more
		long unreported = this.unreported.getAndSet(0);
		long sent = this.alone ? 0 : Math.max(0, unreported);
		long asked = this.clock.now();
		this.link.await(store.exchange(this.name, sent, null, null), (reply) -> {
			this.clock.correct(reply.time(), asked, this.clock.now());
			synchronized (this) {
				this.exchanging = false;
			}
			received(reply);
		}, () -> {
			synchronized (this) {
				this.exchanging = false;
			}
		});
	}

	private void received(PacingStore.Exchange reply) {
		this.asking = false;
		long now = this.clock.now();
		this.sharedRate = RecentUnits.rate(reply.sent());
		double own = RecentUnits.mean(this.recent.seconds(now));
		double all = RecentUnits.mean(reply.sent());
		if (all > 0 && own > 0 && !this.alone && now - this.joined > SHARE_KNOWN.toNanos()) {
			this.share = Math.min(1, Math.max(own / all, 0.001));
		}
		boolean joins;
		synchronized (this) {
			joins = this.alone;
			this.alone = false;
			this.joined = joins ? now : this.joined;
		}
		if (joins) {
			join(reply.learned());
		}
		else if (reply.learned() == null && this.curve != null) {
			see(null);
			propose(0, 0, Duration.ZERO, 0, 0);
		}
		else {
			adopt(reply.learned());
			raiseFirst(now);
		}
		this.news.run();
	}

	/**
	 * Who sees the first rejection knows its own rate only; what all sent until then is
	 * told a little later.
	 */
	private void raiseFirst(long now) {
		synchronized (this) {
			RateCurve curve = this.curve;
			if (curve == null || now - curve.epoch() > FIRST.toNanos() || this.sharedRate < 2 * curve.limit()
					|| this.lastTold > 0) {
				return;
			}
			change(curve.next(this.sharedRate, RateCurve.KEPT, now, Duration.ZERO, this.cycle));
		}
		propose(0, 0, Duration.ZERO, 0, 0);
	}

	/**
	 * What was learned alone in the meantime counts if it is newer.
	 */
	private void join(@Nullable String learned) {
		RateCurve own = this.curve;
		RateCurve shared = (learned != null) ? RateCurve.parse(learned) : null;
		see(learned);
		if (shared != null && !shared.isOver(this.clock.now(), this.cycle)
				&& (own == null || own.since() <= shared.since())) {
			synchronized (this) {
				change(shared);
			}
		}
		else if (own != null) {
			synchronized (this) {
				change(whole(own, shared));
			}
			propose(0, 0, Duration.ZERO, 0, 0);
		}
	}

	private RateCurve whole(RateCurve own, @Nullable RateCurve shared) {
		RateCurve whole = own.scaled(1 / this.share).withBucket(this.clock.now());
		if (shared == null || shared.epoch() != own.epoch()) {
			return whole;
		}
		// The count of what was allowed goes on where the shared one stands
		return new RateCurve(whole.epoch(), whole.bucket(), whole.limit(), whole.start(), whole.since(),
				Math.max(whole.served(), shared.servedAt(whole.since(), this.cycle)));
	}

	/**
	 * Go on without the store, with the last known share of what was learned.
	 */
	void leave() {
		this.asking = false;
		synchronized (this) {
			if (this.alone) {
				return;
			}
			this.alone = true;
			RateCurve curve = this.curve;
			if (curve != null) {
				change(curve.scaled(this.share));
			}
		}
		this.news.run();
	}

	boolean isAlone() {
		return this.alone;
	}

	private void see(@Nullable String learned) {
		synchronized (this) {
			this.seen = learned;
		}
	}

	private void adopt(@Nullable String learned) {
		synchronized (this) {
			this.seen = learned;
			if (learned == null) {
				return;
			}
			RateCurve curve = this.curve;
			if (learned.startsWith(FORGOTTEN)) {
				if (curve != null && curve.since() < Long.parseLong(learned.substring(FORGOTTEN.length()))) {
					change(null);
				}
				return;
			}
			RateCurve shared = RateCurve.parse(learned);
			if (shared != null && !shared.equals(curve) && !shared.isOver(this.clock.now(), this.cycle)) {
				change(shared);
			}
		}
	}

	/** How a store says that nothing is known since a time. */
	private static final String FORGOTTEN = "0 ";

	/**
	 * Forget what was learned, on all instances.
	 */
	void reset() {
		String expected;
		synchronized (this) {
			change(null);
			expected = this.seen;
		}
		PacingStore store = this.link.store();
		if (store != null && !this.alone) {
			this.link.await(store.exchange(this.name, 0, expected, FORGOTTEN + this.clock.now()),
					(reply) -> adopt(reply.learned()), () -> {
					});
		}
		this.news.run();
	}

}
