package ai.matey.pacing;

import java.time.Duration;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * What was learned about a rate, as a function of time: CUBIC with a configurable cycle.
 * After a rejection, the rate falls to a share of the rejected rate, returns to it within
 * one cycle at a decreasing pace, and then grows beyond it at an increasing pace. A new
 * rejection starts a new curve, which continues the count of units allowed by the old
 * one. Therefore, all instances that know the same curve agree at any time on the number
 * of units allowed so far.
 *
 * @param epoch distinguishes what was learned before and after a reset
 * @param bucket distinguishes the buckets of an epoch
 * @param limit the rate that was rejected, in units per second
 * @param start the share of the limit at which the curve starts
 * @param since when the curve starts, in nanoseconds since 1970
 * @param served the units that were allowed before the curve starts
 */
record RateCurve(long epoch, long bucket, double limit, double start, long since, double served) {

	/** The share of the rate that is kept after a rejection. */
	static final double KEPT = 0.93;

	/** The factor by which growth beyond the limit is faster than growth up to it. */
	static final double PROBE = 0.47;

	/** The number of cycles without a rejection after which there is no limit anymore. */
	static final int CYCLES_KEPT = 5;

	static final double SECOND = 1e9;

	/** A higher rate is as good as none, but its count would soon overflow. */
	private static final double HIGHEST_RATE = 1e8;

	/** The count at which a new curve starts with a new bucket. */
	private static final double MOST_SERVED = 1e12;

	/** How far ahead of the clock a curve may start: the longest pause and a margin. */
	private static final double AHEAD = 120;

	RateCurve {
		limit = Math.min(limit, HIGHEST_RATE);
	}

	/**
	 * Return the rate at a time.
	 * @param time nanoseconds since 1970
	 * @param cycle the cycle
	 * @return units per second; 0 before the curve starts
	 */
	double rateAt(long time, Duration cycle) {
		if (time < this.since) {
			return 0;
		}
		double recovery = seconds(cycle);
		double elapsed = (time - this.since) / SECOND;
		if (elapsed <= recovery) {
			return this.limit * (1 - (1 - this.start) * cube(1 - elapsed / recovery));
		}
		return this.limit * (1 + (1 - KEPT) * cube((elapsed - recovery) / (PROBE * recovery)));
	}

	/**
	 * Return the units allowed until a time.
	 * @param time nanoseconds since 1970
	 * @param cycle the cycle
	 * @return units since the start of the epoch
	 */
	double servedAt(long time, Duration cycle) {
		if (time <= this.since) {
			return this.served;
		}
		double recovery = seconds(cycle);
		double elapsed = (time - this.since) / SECOND;
		double concave = Math.min(elapsed, recovery);
		double left = 1 - concave / recovery;
		double units = this.limit * (concave - (1 - this.start) * recovery / 4 * (1 - cube(left) * left));
		if (elapsed > recovery) {
			double probing = PROBE * recovery;
			double part = (elapsed - recovery) / probing;
			units += this.limit * (elapsed - recovery + (1 - KEPT) * probing / 4 * cube(part) * part);
		}
		return this.served + units;
	}

	/**
	 * Return approximately how long it takes until a number of units is allowed.
	 * @param units units since the start of the epoch
	 * @param time nanoseconds since 1970
	 * @param cycle the cycle
	 * @return nanoseconds, or 0 if they are allowed already; somewhat too long while the
	 * rate grows
	 */
	long nanosUntil(double units, long time, Duration cycle) {
		long pause = Math.max(0, this.since - time);
		double missing = units - servedAt(time, cycle);
		if (missing <= 0) {
			return pause;
		}
		double rate = rateAt(Math.max(time, this.since), cycle);
		return pause + (long) Math.min(Math.ceil(missing / rate * SECOND), 1e18);
	}

	/**
	 * Return the curve after a rejection.
	 * @param rejected the rate that was too high
	 * @param start the share of that rate at which the new curve starts
	 * @param time the time of the rejection
	 * @param pause how long nothing is allowed
	 * @param cycle the cycle
	 * @return the new curve
	 */
	RateCurve next(double rejected, double start, long time, Duration pause, Duration cycle) {
		double served = servedAt(time, cycle);
		boolean full = served > MOST_SERVED;
		return new RateCurve(this.epoch, full ? time : this.bucket, rejected, start, time + pause.toNanos(),
				full ? 0 : served);
	}

	/**
	 * Return this curve with a new bucket, so that reservations in the old one are void.
	 * @param bucket the bucket
	 * @return the new curve
	 */
	RateCurve withBucket(long bucket) {
		return new RateCurve(this.epoch, bucket, this.limit, this.start, this.since, this.served);
	}

	/**
	 * Return whether the curve has no meaning anymore, because nothing was rejected for a
	 * long time, or the clock that it was made with was far ahead.
	 * @param time nanoseconds since 1970
	 * @param cycle the cycle
	 * @return whether the curve should be forgotten
	 */
	boolean isOver(long time, Duration cycle) {
		double elapsed = ((double) time - this.since) / SECOND;
		return elapsed > CYCLES_KEPT * seconds(cycle) || elapsed < -AHEAD;
	}

	/**
	 * Return the curve for a share of the rate.
	 * @param share the share, from 0 to 1
	 * @return the new curve
	 */
	RateCurve scaled(double share) {
		return new RateCurve(this.epoch, this.bucket, this.limit * share, this.start, this.since, this.served * share);
	}

	/**
	 * Format this curve for other instances.
	 * @return a text for {@link #parse}
	 */
	String format() {
		return String.format(Locale.ROOT, "1 %d %d %s %s %d %s", this.epoch, this.bucket, this.limit, this.start,
				this.since, this.served);
	}

	/**
	 * Parse the result of {@link #format}.
	 * @param text the text
	 * @return the curve, or {@code null} if the text does not describe one
	 */
	static @Nullable RateCurve parse(String text) {
		String[] parts = text.split(" ", -1);
		if (parts.length != 7 || !parts[0].equals("1")) {
			return null;
		}
		try {
			RateCurve curve = new RateCurve(Long.parseLong(parts[1]), Long.parseLong(parts[2]),
					Double.parseDouble(parts[3]), Double.parseDouble(parts[4]), Long.parseLong(parts[5]),
					Double.parseDouble(parts[6]));
			return curve.isSound() ? curve : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

	private boolean isSound() {
		return Double.isFinite(this.limit) && this.limit > 0 && this.start >= 0 && this.start <= 1 && this.served >= 0
				&& this.served <= 10 * MOST_SERVED;
	}

	private static double seconds(Duration duration) {
		return duration.toNanos() / SECOND;
	}

	private static double cube(double number) {
		return number * number * number;
	}

}
