package ai.matey.pacing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.RateLimits;
import ai.matey.pacing.LearnedRate.Rejection;

/**
 * One rate of one model, in requests or in tokens: what was sent, and what was learned
 * from it, alone or with other instances. Thread-safe.
 */
final class RateBudget {

	private final String name;

	private final PacingClock clock;

	private final Runnable news;

	private final RecentUnits recent = new RecentUnits();

	private final LearnedRate learned;

	private final RateSharing sharing;

	RateBudget(String name, Duration cycle, PacingClock clock, StoreLink link, Runnable news) {
		this.name = name;
		this.clock = clock;
		this.news = news;
		this.learned = new LearnedRate(cycle, clock);
		this.sharing = new RateSharing(name, clock, link, this.learned, this.recent, this::learn, news);
	}

	String name() {
		return this.name;
	}

	boolean isLimited() {
		return this.learned.last() != null || isAsking();
	}

	/**
	 * Return whether nothing is known and nothing is expected from the store.
	 */
	boolean isUnknown() {
		return curve() == null && !isAsking();
	}

	boolean isAsking() {
		return this.sharing.isAsking();
	}

	boolean isAlone() {
		return this.sharing.isAlone();
	}

	@Nullable RateCurve curve() {
		return this.learned.curve();
	}

	double rate() {
		return this.learned.rate();
	}

	long now() {
		return this.clock.now();
	}

	double servedNow(RateCurve curve) {
		return this.learned.servedAt(curve, now());
	}

	long nanosUntil(RateCurve curve, double units) {
		return this.learned.nanosUntil(curve, units);
	}

	void sent(long time, long units) {
		this.recent.add(time, units);
		this.sharing.sent(units);
	}

	/**
	 * Learn from a rejection.
	 * @param granted when the attempt was permitted
	 * @param units the units of the attempt
	 * @param limits the limits that the provider reported, or {@code null}
	 * @param limit the one for this rate, or {@code null}
	 */
	void rejected(long granted, long units, @Nullable RateLimits limits, RateLimits.@Nullable Limit limit) {
		this.recent.add(granted, -units);
		this.sharing.notSent(units);
		learn(new Rejection(granted, units, ToldLimits.pause(limits), ToldLimits.rate(limit)), 0);
	}

	private void learn(Rejection rejection, int again) {
		double accepted = this.sharing.acceptedRate(this.recent.rate(now()));
		if (this.learned.rejected(rejection, accepted, this.sharing.unheard())) {
			this.sharing.propose(rejection, again);
			this.news.run();
		}
	}

	/**
	 * Learn from a limit that the provider reports.
	 * @param limit the limit, or {@code null}
	 */
	void told(RateLimits.@Nullable Limit limit) {
		double told = ToldLimits.rate(limit);
		if (told != 0 && this.learned.told(told)) {
			this.sharing.propose(null, 0);
			this.news.run();
		}
	}

	void exchange() {
		this.sharing.exchange();
	}

	void leave() {
		this.sharing.leave();
	}

	void reset() {
		this.sharing.reset();
	}

}
