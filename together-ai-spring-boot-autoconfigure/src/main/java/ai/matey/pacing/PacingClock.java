package ai.matey.pacing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/**
 * A steady clock in nanoseconds since 1970 that is adjusted to the store's clock, so that
 * all instances agree on the time. Thread-safe.
 *
 * @since 0.1.0
 */
public final class PacingClock {

	private final LongSupplier nanoTime;

	private final AtomicLong offset;

	/**
	 * Create a clock.
	 * @param clock the clock that supplies the initial time
	 * @param nanoTime a steady clock, such as {@link System#nanoTime()}
	 */
	public PacingClock(Clock clock, LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
		Instant now = clock.instant();
		this.offset = new AtomicLong(now.getEpochSecond() * 1_000_000_000 + now.getNano() - nanoTime.getAsLong());
	}

	/**
	 * Return the time.
	 * @return nanoseconds since 1970
	 */
	long now() {
		return this.nanoTime.getAsLong() + this.offset.get();
	}

	/**
	 * Return the time of a clock that is never adjusted, for measuring waits.
	 * @return nanoseconds since an arbitrary time
	 */
	long steady() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Adjust the clock to the store's time.
	 * @param stored the store's time
	 * @param asked the time of the request, by this clock
	 * @param told the time of the reply, by this clock
	 */
	void correct(long stored, long asked, long told) {
		if (told - asked > Duration.ofMillis(100).toNanos()) {
			return;
		}
		long error = stored - (asked + (told - asked) / 2);
		// Jumps only if far off: small differences are mostly network delays
		this.offset.addAndGet((Math.abs(error) > Duration.ofSeconds(1).toNanos()) ? error : error / 8);
	}

}
