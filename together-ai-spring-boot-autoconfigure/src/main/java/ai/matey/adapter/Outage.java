package ai.matey.adapter;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * An outage of something that calls can do without, such as a cache or a shared store. It
 * tells what to log: the first failure, and the first success after ten seconds without a
 * failure, since something that works only at times has not recovered. Thread-safe.
 *
 * @since 0.1.0
 */
public final class Outage {

	private static final Duration CALM = Duration.ofSeconds(10);

	private final LongSupplier nanoTime;

	private volatile boolean lasting;

	private volatile long lastFailure;

	/**
	 * Create a new instance without an outage.
	 */
	public Outage() {
		this(System::nanoTime);
	}

	/**
	 * Create a new instance without an outage.
	 * @param nanoTime the clock, in nanoseconds since an arbitrary time
	 */
	public Outage(LongSupplier nanoTime) {
		this.nanoTime = nanoTime;
	}

	/**
	 * Note a failure.
	 * @return whether an outage begins with it
	 */
	public synchronized boolean failed() {
		boolean begins = !this.lasting;
		this.lastFailure = this.nanoTime.getAsLong();
		this.lasting = true;
		return begins;
	}

	/**
	 * Note a success. Takes no lock unless there is an outage.
	 * @return whether an outage ends with it
	 */
	public boolean worked() {
		return this.lasting && ends();
	}

	private synchronized boolean ends() {
		boolean ends = this.lasting && this.nanoTime.getAsLong() - this.lastFailure >= CALM.toNanos();
		this.lasting &= !ends;
		return ends;
	}

}
