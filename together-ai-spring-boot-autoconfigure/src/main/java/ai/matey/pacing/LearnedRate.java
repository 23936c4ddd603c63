package ai.matey.pacing;

import java.time.Duration;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

/**
 * What was learned about one rate, and how it changes with what a provider does. Nothing
 * is known until the first rejection. Thread-safe.
 */
final class LearnedRate {

	/**
	 * A rejection so soon after another one means that much less than before is allowed.
	 */
	private static final Duration SOON = Duration.ofSeconds(5);

	/** How long all instances need to tell what they sent before the first rejection. */
	private static final Duration FIRST = Duration.ofSeconds(3);

	private static final double KEPT_IF_SOON = 0.8;

	/** A limit that was told needs no search, only some room for the way. */
	private static final double KEPT_IF_TOLD = 0.97;

	/** Below this rate a rejection says when to come again, and little about the rate. */
	private static final double SLOW = 0.2;

	private static final double LOWEST_RATE = 1 / 60.0;

	private final Duration cycle;

	private final PacingClock clock;

	private volatile @Nullable RateCurve curve;

	/** The limit that the provider told last, 0 if it never did. */
	private double lastTold;

	LearnedRate(Duration cycle, PacingClock clock) {
		this.cycle = cycle;
		this.clock = clock;
	}

	/**
	 * Return what was learned, which may be over by now.
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
	 * Return the rate that is allowed now.
	 * @return units per second, {@code NaN} while there is no limit
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
	 * @param change returns what is known from now on; {@code null} for nothing
	 */
	synchronized void change(UnaryOperator<@Nullable RateCurve> change) {
		this.curve = change.apply(this.curve);
	}

	/**
	 * Learn from a rejection.
	 * @param rejection the rejection
	 * @param accepted the rate that was accepted lately
	 * @param unheard for how many nanoseconds after a reaction others may not know of it
	 * @return whether it says anything new
	 */
	synchronized boolean rejected(Rejection rejection, double accepted, long unheard) {
		RateCurve curve = curve();
		if (curve != null && rejection.granted() <= curve.since() + unheard) {
			// Sent before the last reaction was known, so it says nothing new.
			return false;
		}
		this.curve = (curve != null) ? slower(curve, rejection, accepted) : first(rejection, accepted);
		return true;
	}

	/**
	 * Where nothing was accepted lately one attempt a second is a guess that is soon
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
		double rate = Math.max(curve.rateAt(now, this.cycle), LOWEST_RATE);
		boolean other = told > 0 && told != this.lastTold;
		this.lastTold = told;
		if (other || (told > 0 && rate > told)) {
			return curve.next(told, KEPT_IF_TOLD, now, rejection.pause(), this.cycle);
		}
		boolean soon = now - curve.since() < Math.max(SOON.toNanos(), (long) (8 / rate * RateCurve.SECOND));
		if (!soon || rate < SLOW) {
			return curve.next(rate, RateCurve.KEPT, now, rejection.pause(), this.cycle);
		}
		double kept = rate * KEPT_IF_SOON;
		double limit = Math.min(rate, Math.max(accepted, kept / RateCurve.KEPT));
		// Turns that were reserved at the old rate would come too late for their calls
		return curve.next(limit, kept / limit, now, rejection.pause(), this.cycle).withBucket(now);
	}

	/**
	 * Learn from what the provider says about a limit. It changes a limit that is known,
	 * and is no reason to have one.
	 * @param told units per second
	 * @return whether that changes anything
	 */
	boolean told(double told) {
		if (this.curve == null) {
			return false;
		}
		synchronized (this) {
			RateCurve curve = this.curve;
			boolean other = told != this.lastTold;
			this.lastTold = told;
			// Not raised to what was told before: it has been rejected below that since,
			// so others use a part of it.
			if (curve == null || !(other || rate() > told)) {
				return false;
			}
			this.curve = curve.next(told, KEPT_IF_TOLD, this.clock.now(), Duration.ZERO, this.cycle);
			return true;
		}
	}

	/**
	 * Who sees the first rejection knows its own rate only; what all sent until then is
	 * told a little later.
	 * @param shared the rate of all instances
	 * @return whether that changes anything
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
	 * What the provider did not accept.
	 *
	 * @param granted when the attempt was permitted
	 * @param units its units
	 * @param pause how long nothing is to be sent
	 * @param told the limit that the provider told, 0 if it did not
	 */
	record Rejection(long granted, long units, Duration pause, double told) {

	}

}
