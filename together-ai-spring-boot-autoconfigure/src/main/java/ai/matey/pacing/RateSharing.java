package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.ObjIntConsumer;

import org.jspecify.annotations.Nullable;

import ai.matey.pacing.LearnedRate.Rejection;
import ai.matey.pacing.store.PacingStore;

/**
 * Shares one rate with other instances through the store, as long as it responds.
 * Thread-safe.
 */
final class RateSharing {

	/** The time in which all instances report what they sent. */
	private static final Duration SHARE_KNOWN = Duration.ofSeconds(12);

	/** Other instances learn about a reaction in their next exchange. */
	private static final Duration UNHEARD = Duration.ofMillis(1200);

	/** The text for having learned nothing since a time. */
	private static final String FORGOTTEN = "0 ";

	/** How often a rejection is reported again if another instance was faster. */
	private static final int AGAIN = 2;

	private final String name;

	private final PacingClock clock;

	private final StoreLink link;

	private final LearnedRate learned;

	private final RecentUnits recent;

	/** Learns again from a rejection if another instance's was stored first. */
	private final ObjIntConsumer<Rejection> learner;

	private final Runnable news;

	private final AtomicLong unreported = new AtomicLong();

	/** The last known content of the store. */
	private @Nullable String seen;

	/** What all instances sent recently, as far as known. */
	private volatile double sharedRate;

	private volatile double share = 1;

	/** The time since when this instance shares. */
	private volatile long joined;

	private boolean exchanging;

	private volatile boolean asking;

	private volatile boolean alone;

	RateSharing(String name, PacingClock clock, StoreLink link, LearnedRate learned, RecentUnits recent,
			ObjIntConsumer<Rejection> learner, Runnable news) {
		this.name = name;
		this.clock = clock;
		this.link = link;
		this.learned = learned;
		this.recent = recent;
		this.learner = learner;
		this.news = news;
		this.alone = !link.isJoined();
		this.asking = !this.alone;
		this.joined = clock.now();
	}

	/**
	 * Return whether the store has not been read yet.
	 * @return whether it is unknown if there is a limit
	 */
	boolean isAsking() {
		return this.asking;
	}

	boolean isAlone() {
		return this.alone;
	}

	void sent(long units) {
		if (this.link.store() != null) {
			this.unreported.addAndGet(units);
		}
	}

	void notSent(long units) {
		this.unreported.addAndGet(-units);
	}

	/**
	 * Return the rate that was accepted recently.
	 * @param own the rate of this instance
	 * @return the rate of all instances, as far as known
	 */
	double acceptedRate(double own) {
		return this.alone ? own : Math.max(own, this.sharedRate);
	}

	long unheard() {
		return this.alone ? 0 : UNHEARD.toNanos();
	}

	/**
	 * Write what was learned to the store.
	 * @param rejection what it was learned from, or {@code null}
	 * @param again how often it was written before
	 */
	void propose(@Nullable Rejection rejection, int again) {
		PacingStore store = this.link.store();
		RateCurve curve = this.learned.last();
		if (store == null || this.alone || curve == null) {
			return;
		}
		String next = curve.format();
		this.link.await(store.exchange(this.name, 0, seen(), next), (reply) -> {
			if (next.equals(reply.learned())) {
				see(reply.learned());
				return;
			}
			// Another instance was faster: apply what it learned, and then our rejection
			adopt(reply.learned());
			if (rejection != null && again < AGAIN) {
				this.learner.accept(rejection, again + 1);
			}
		}, () -> {
		});
	}

	/**
	 * Report to the store what was sent, and read what others have learned. Does nothing
	 * while the last exchange is running.
	 */
	void exchange() {
		PacingStore store = this.link.store();
		if (store == null || !begin()) {
			return;
		}
		// What was sent while alone is outdated
		long unreported = this.unreported.getAndSet(0);
		long sent = this.alone ? 0 : Math.max(0, unreported);
		long asked = this.clock.now();
		this.link.await(store.exchange(this.name, sent, null, null), (reply) -> {
			this.clock.correct(reply.time(), asked, this.clock.now());
			end();
			received(reply);
		}, this::end);
	}

	private synchronized boolean begin() {
		if (this.exchanging) {
			return false;
		}
		this.exchanging = true;
		return true;
	}

	private synchronized void end() {
		this.exchanging = false;
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
		if (joins(now)) {
			join(reply.learned());
		}
		else if (reply.learned() == null && this.learned.last() != null) {
			see(null);
			propose(null, 0);
		}
		else {
			adopt(reply.learned());
			if (this.learned.raiseFirst(this.sharedRate)) {
				propose(null, 0);
			}
		}
		this.news.run();
	}

	private synchronized boolean joins(long now) {
		boolean joins = this.alone;
		this.alone = false;
		this.joined = joins ? now : this.joined;
		return joins;
	}

	/**
	 * What was learned alone in the meantime is used if it is newer.
	 */
	private void join(@Nullable String text) {
		RateCurve own = this.learned.last();
		RateCurve shared = (text != null) ? RateCurve.parse(text) : null;
		see(text);
		if (shared != null && !this.learned.isOver(shared) && (own == null || own.since() <= shared.since())) {
			this.learned.change((curve) -> shared);
		}
		else if (own != null) {
			this.learned.change((curve) -> whole(own, shared));
			propose(null, 0);
		}
	}

	private RateCurve whole(RateCurve own, @Nullable RateCurve shared) {
		RateCurve whole = own.scaled(1 / this.share).withBucket(this.clock.now());
		if (shared == null || shared.epoch() != own.epoch()) {
			return whole;
		}
		// The count of allowed units continues from the shared one
		return new RateCurve(whole.epoch(), whole.bucket(), whole.limit(), whole.start(), whole.since(),
				Math.max(whole.served(), this.learned.servedAt(shared, whole.since())));
	}

	/**
	 * Continue without the store, with the last known share of what was learned.
	 */
	void leave() {
		this.asking = false;
		synchronized (this) {
			if (this.alone) {
				return;
			}
			this.alone = true;
			this.learned.change((curve) -> (curve != null) ? curve.scaled(this.share) : null);
		}
		this.news.run();
	}

	/**
	 * Forget what was learned, on all instances.
	 */
	void reset() {
		String expected;
		synchronized (this) {
			this.learned.change((curve) -> null);
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

	/**
	 * Apply that another instance has forgotten what it learned until a time.
	 */
	private void forget(String text) {
		try {
			long time = Long.parseLong(text);
			this.learned.change((curve) -> (curve != null && curve.since() < time) ? null : curve);
		}
		catch (NumberFormatException ex) {
			// Like every text that is not from an instance, it is replaced at the next
			// change
		}
	}

	private synchronized @Nullable String seen() {
		return this.seen;
	}

	private synchronized void see(@Nullable String text) {
		this.seen = text;
	}

	private synchronized void adopt(@Nullable String text) {
		this.seen = text;
		if (text == null) {
			return;
		}
		if (text.startsWith(FORGOTTEN)) {
			forget(text.substring(FORGOTTEN.length()));
			return;
		}
		RateCurve shared = RateCurve.parse(text);
		if (shared != null && !this.learned.isOver(shared)) {
			this.learned.change((curve) -> shared);
		}
	}

}
