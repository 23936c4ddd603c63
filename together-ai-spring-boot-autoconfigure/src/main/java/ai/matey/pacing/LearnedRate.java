package ai.matey.pacing;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What was learned about one rate from the behavior of a provider. Nothing is known until
 * the first rejection. Thread-safe.
 */
final class LearnedRate {

	/**
	 * If a rejection occurs this soon after another one, the allowed rate is much lower
	 * than before.
	 */
	private static final Duration SOON = Duration.ofSeconds(5);

	/**
	 * The time in which all instances report what they sent before the first rejection.
	 */
	private static final Duration FIRST = Duration.ofSeconds(3);

	private static final double KEPT_IF_SOON = 0.8;

	/** A reported limit needs no search, only some margin for network delays. */
	private static final double KEPT_IF_TOLD = 0.97;

	/**
	 * Below this rate of attempts, a rejection says when to try again but little about
	 * the rate.
	 */
	private static final double SLOW = 0.2;

	private static final double LOWEST_RATE = 1 / 60.0;

	private final Duration cycle;

	private final PacingClock clock;

	private volatile @Nullable RateCurve curve;

	/** The last limit that the provider reported, or 0 if it never did. */
	private double lastTold;

	LearnedRate(Duration cycle, PacingClock clock) {
		this.cycle = cycle;
		this.clock = clock;
	}

	/**
	 * Return what was learned, even if it has expired.
	 */
	@Nullable RateCurve last() {
		return this.curve;
	}

	/**
	 * Return what was learned.
	 * @return the curve, or {@code null} while there is no limit
	 */
	@Nullable RateCurve curve() {
		RateCurve curve = this.curve;
		if (curve != null && isOver(curve)) {
			synchronized (this) {
				if (curve.equals(this.curve)) {
					this.curve = null;
				}
				return this.curve;
			}
		}
		return curve;
	}

	boolean isOver(RateCurve curve) {
		return curve.isOver(this.clock.now(), this.cycle);
	}

	/**
	 * Return the currently allowed rate.
	 * @return units per second, or {@code NaN} if there is no limit
	 */
	double rate() {
		RateCurve curve = curve();
		return (curve != null) ? curve.rateAt(Math.max(this.clock.now(), curve.since()), this.cycle) : Double.NaN;
	}

	double servedAt(RateCurve curve, long time) {
		return curve.servedAt(time, this.cycle);
	}

	long nanosUntil(RateCurve curve, double units) {
		return curve.nanosUntil(units, this.clock.now(), this.cycle);
	}

	/**
	 * Replace what was learned.
	 * @param change returns the new knowledge, or {@code null} for none
	 */
	synchronized void change(UnaryOperator<@Nullable RateCurve> change) {
		this.curve = change.apply(this.curve);
	}

	/**
	 * Learn from a rejection.
	 * @param rejection the rejection
	 * @param accepted the rate that was accepted recently
	 * @param unheard the nanoseconds after a reaction in which other instances may not
	 * know about it
	 * @return whether the rejection contains anything new
	 */
	synchronized boolean rejected(Rejection rejection, double accepted, long unheard) {
		RateCurve curve = curve();
		if (curve != null && rejection.granted() <= curve.since() + unheard) {
			// Sent before the last reaction was known, so it contains nothing new
			return false;
		}
		this.curve = (curve != null) ? slower(curve, rejection, accepted) : first(rejection, accepted);
		return true;
	}

	/**
	 * If nothing was accepted recently, assume one attempt per second; this is soon
	 * corrected.
	 */
	private RateCurve first(Rejection rejection, double accepted) {
		long now = this.clock.now();
		double told = rejection.told();
		this.lastTold = told;
		double rate = (told > 0) ? told : Math.max(accepted, (double) rejection.units());
		return new RateCurve(now, now, rate, (told > 0) ? KEPT_IF_TOLD : RateCurve.KEPT,
				now + rejection.pause().toNanos(), 0);
	}

	private RateCurve slower(RateCurve curve, Rejection rejection, double accepted) {
		long now = this.clock.now();
		double told = rejection.told();
		double units = rejection.units();
		double rate = Math.max(curve.rateAt(now, this.cycle), LOWEST_RATE * units);
		boolean other = told > 0 && told != this.lastTold;
		this.lastTold = told;
		if (other || (told > 0 && rate > told)) {
			return curve.next(told, KEPT_IF_TOLD, now, rejection.pause(), this.cycle);
		}
		boolean soon = now - curve.since() < Math.max(SOON.toNanos(), (long) (8 * units / rate * RateCurve.SECOND));
		if (!soon || rate < SLOW * units) {
			return curve.next(rate, RateCurve.KEPT, now, rejection.pause(), this.cycle);
		}
		double kept = rate * KEPT_IF_SOON;
		double limit = Math.min(rate, Math.max(accepted, kept / RateCurve.KEPT));
		// Turns that were reserved at the old rate would be too late for their calls
		return curve.next(limit, kept / limit, now, rejection.pause(), this.cycle).withBucket(now);
	}

	/**
	 * Learn from a limit that the provider reports. It changes a known limit, but never
	 * introduces one.
	 * @param told units per second
	 * @return whether anything changed
	 */
	boolean told(double told) {
		if (this.curve == null) {
			return false;
		}
		synchronized (this) {
			RateCurve curve = this.curve;
			boolean other = told != this.lastTold;
			this.lastTold = told;
			// Not raised to the limit reported before: a rate below it has been rejected
			// since, so others use a part of it
			if (curve == null || !(other || rate() > told)) {
				return false;
			}
			this.curve = curve.next(told, KEPT_IF_TOLD, this.clock.now(), Duration.ZERO, this.cycle);
			return true;
		}
	}

	/**
	 * An instance that receives the first rejection only knows its own rate. What all
	 * instances sent until then is reported a little later.
	 * @param shared the rate of all instances
	 * @return whether anything changed
	 */
	synchronized boolean raiseFirst(double shared) {
		RateCurve curve = this.curve;
		long now = this.clock.now();
		if (curve == null || now - curve.epoch() > FIRST.toNanos() || shared < 2 * curve.limit() || this.lastTold > 0) {
			return false;
		}
		this.curve = curve.next(shared, RateCurve.KEPT, now, Duration.ZERO, this.cycle);
		return true;
	}

	/**
	 * A rejection by the provider.
	 *
	 * @param granted when the attempt was permitted
	 * @param units the units of the attempt
	 * @param pause how long nothing may be sent
	 * @param told the limit that the provider reported, or 0 if it did not
	 */
	record Rejection(long granted, long units, Duration pause, double told) {

	}

}
