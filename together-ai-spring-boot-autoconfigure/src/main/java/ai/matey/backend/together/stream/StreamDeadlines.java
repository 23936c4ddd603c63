package ai.matey.backend.together.stream;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRDeadlines;

/**
 * The clock of one attempt at a stream: the time to the first token, then the time
 * between chunks. Only time in which the reader waits for the server counts, so a slow
 * reader never runs into a deadline.
 * <p>
 * A timer that looks at it now and then is far cheaper than a timer per chunk. Not
 * thread-safe.
 */
public final class StreamDeadlines {

	/**
	 * While nothing is awaited no deadline comes nearer: looking more often is no use.
	 */
	private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

	/** For clients without any deadline. */
	private static final Duration LONGEST_LOOK = Duration.ofHours(1);

	private final @Nullable Duration firstToken;

	private final @Nullable Duration idle;

	private final LongSupplier nanoTime;

	private boolean started;

	private boolean waiting = true;

	private long waitedNanos;

	private long waitingSince;

	public StreamDeadlines(IRDeadlines deadlines, LongSupplier nanoTime) {
		this.firstToken = deadlines.firstToken();
		this.idle = deadlines.idle();
		this.nanoTime = nanoTime;
		this.waitingSince = nanoTime.getAsLong();
	}

	/**
	 * Bytes are asked for.
	 */
	void asked() {
		if (!this.waiting) {
			this.waitingSince = this.nanoTime.getAsLong();
			this.waiting = true;
		}
	}

	/**
	 * Bytes came.
	 */
	void came() {
		if (this.waiting) {
			this.waiting = false;
			this.waitedNanos += this.nanoTime.getAsLong() - this.waitingSince;
		}
	}

	/**
	 * A chunk came.
	 */
	void progress() {
		this.started = true;
		this.waitedNanos = 0;
	}

	/**
	 * The deadline that is exceeded now.
	 * @return the deadline, or {@code null} if there is time left
	 */
	@Nullable Exceeded exceeded() {
		Duration limit = limit();
		return (limit != null && waited() >= limit.toNanos())
				? new Exceeded(this.started ? "idle" : "first-token", limit) : null;
	}

	/**
	 * How long no deadline can be exceeded, whatever happens.
	 * @return the time until the next look must be taken
	 */
	Duration nextLook() {
		Duration limit = limit();
		Duration next = (this.idle != null) ? this.idle : LONGEST_LOOK;
		if (limit != null) {
			Duration left = limit.minusNanos(waited());
			next = (left.compareTo(next) < 0) ? left : next;
		}
		return (this.waiting || next.compareTo(SHORTEST_LOOK) > 0) ? next.plusNanos(1) : SHORTEST_LOOK;
	}

	private @Nullable Duration limit() {
		return this.started ? this.idle : this.firstToken;
	}

	private long waited() {
		return this.waitedNanos + (this.waiting ? this.nanoTime.getAsLong() - this.waitingSince : 0);
	}

	/**
	 * A deadline that was exceeded.
	 *
	 * @param name the property's name below {@code together.timeout}
	 * @param limit how long it is
	 */
	record Exceeded(String name, Duration limit) {

	}

}
