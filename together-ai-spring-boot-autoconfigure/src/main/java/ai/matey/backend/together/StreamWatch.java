package ai.matey.backend.together;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

import ai.matey.ir.IRDeadlines;

/**
 * Watches over one attempt at a stream: the time to the first token, the time between
 * chunks, and a connection that stays open after the end mark. Only time in which the
 * reader waits for the server counts, so a slow reader never runs into a deadline.
 * <p>
 * One timer per stream, set anew when it fires, is far cheaper than one per chunk. The
 * fields are written by the thread that reads and read by the timer: volatile, without a
 * lock, since an outdated value only means that the timer looks again.
 */
final class StreamWatch {

	/**
	 * How long the rest of a body is awaited after the end mark, to keep the connection.
	 */
	private static final Duration END_GRACE = Duration.ofMillis(250);

	private final @Nullable Duration firstToken;

	private final @Nullable Duration idle;

	private final Scheduler scheduler;

	private final LongSupplier nanoTime;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private volatile boolean started;

	private volatile boolean waiting = true;

	private volatile long waitedNanos;

	private volatile long waitingSince;

	StreamWatch(IRDeadlines deadlines, Scheduler scheduler, LongSupplier nanoTime) {
		this.firstToken = deadlines.firstToken();
		this.idle = deadlines.idle();
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.waitingSince = nanoTime.getAsLong();
	}

	/**
	 * Counts the time in which bytes are asked for and do not come.
	 */
	Flux<DataBuffer> reads(Flux<DataBuffer> body) {
		return body.doOnRequest((n) -> beginWait()).doOnNext((bytes) -> endWait());
	}

	private void beginWait() {
		this.waitingSince = this.nanoTime.getAsLong();
		this.waiting = true;
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
		this.ended.tryEmitEmpty();
	}

	/**
	 * Ends chunks that take too long.
	 * @param <T> the type of chunk
	 * @param chunks the attempt
	 * @param failure makes the error for the deadline that was exceeded
	 * @return the attempt with its deadlines
	 */
	<T> Flux<T> limit(Flux<T> chunks, Function<Exceeded, Throwable> failure) {
		Mono<Void> end = this.ended.asMono().then(Mono.delay(END_GRACE, this.scheduler)).then();
		if (this.firstToken == null && this.idle == null) {
			return chunks.takeUntilOther(end);
		}
		return chunks.takeUntilOther(Mono.firstWithSignal(end, watch(failure)));
	}

	private Mono<Void> watch(Function<Exceeded, Throwable> failure) {
		return Mono.defer(() -> {
			boolean started = this.started;
			Duration limit = started ? this.idle : this.firstToken;
			Duration look = (this.idle != null) ? this.idle : this.firstToken;
			if (limit != null) {
				Duration left = limit.minusNanos(waited());
				if (left.isNegative() || left.isZero()) {
					return Mono.error(failure.apply(new Exceeded(started ? "idle" : "first-token", limit)));
				}
				look = (look == null || left.compareTo(look) < 0) ? left : look;
			}
			return Mono.delay((look != null) ? look : END_GRACE, this.scheduler);
		}).repeat().then();
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
