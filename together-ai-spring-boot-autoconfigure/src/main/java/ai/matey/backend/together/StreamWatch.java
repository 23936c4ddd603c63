package ai.matey.backend.together;

import java.time.Duration;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;

import ai.matey.ir.IRDeadlines;

/**
 * The clock of one attempt at a stream: the time to the first token, then the time
 * between chunks. Only time in which the reader waits for the server counts, so a slow
 * reader never runs into a deadline.
 * <p>
 * A timer that looks at it now and then is far cheaper than a timer per chunk. The fields
 * are written by the thread that reads and read by the timer: volatile, without a lock,
 * since an outdated value only means that the timer looks again.
 */
final class StreamWatch {

	/**
	 * While nothing is awaited no deadline comes nearer: looking more often is no use.
	 */
	private static final Duration SHORTEST_LOOK = Duration.ofMillis(10);

	/** For clients without any deadline. */
	private static final Duration LONGEST_LOOK = Duration.ofHours(1);

	private final @Nullable Duration firstToken;

	private final @Nullable Duration idle;

	private final LongSupplier nanoTime;

	private Runnable whenEnded = () -> {
	};

	private volatile boolean started;

	private volatile boolean waiting = true;

	private volatile long waitedNanos;

	private volatile long waitingSince;

	StreamWatch(IRDeadlines deadlines, LongSupplier nanoTime) {
		this.firstToken = deadlines.firstToken();
		this.idle = deadlines.idle();
		this.nanoTime = nanoTime;
		this.waitingSince = nanoTime.getAsLong();
	}

	void whenEnded(Runnable whenEnded) {
		this.whenEnded = whenEnded;
	}

	/**
	 * Counts the time in which bytes are asked for and do not come.
	 */
	Flux<DataBuffer> reads(Flux<DataBuffer> body) {
		return body.doOnRequest((n) -> beginWait()).doOnNext((bytes) -> endWait());
	}

	private void beginWait() {
		if (!this.waiting) {
			this.waitingSince = this.nanoTime.getAsLong();
			this.waiting = true;
		}
	}

	private void endWait() {
		this.waiting = false;
		this.waitedNanos = this.waitedNanos + this.nanoTime.getAsLong() - this.waitingSince;
	}

	/**
	 * A chunk came.
	 */
	void progress() {
		this.started = true;
		this.waitedNanos = 0;
	}

	/**
	 * The stream's last chunk was handed out.
	 */
	void ended() {
		this.whenEnded.run();
	}

	/**
	 * The deadline that is exceeded now.
	 * @return the deadline, or {@code null} if there is time left
	 */
	@Nullable Exceeded exceeded() {
		boolean started = this.started;
		Duration limit = started ? this.idle : this.firstToken;
		return (limit != null && waited() >= limit.toNanos()) ? new Exceeded(started ? "idle" : "first-token", limit)
				: null;
	}

	/**
	 * How long no deadline can be exceeded, whatever happens.
	 * @return the time until the next look must be taken
	 */
	Duration nextLook() {
		Duration limit = this.started ? this.idle : this.firstToken;
		Duration next = (this.idle != null) ? this.idle : LONGEST_LOOK;
		if (limit != null) {
			Duration left = limit.minusNanos(waited());
			next = (left.compareTo(next) < 0) ? left : next;
		}
		return (this.waiting || next.compareTo(SHORTEST_LOOK) > 0) ? next.plusNanos(1) : SHORTEST_LOOK;
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
