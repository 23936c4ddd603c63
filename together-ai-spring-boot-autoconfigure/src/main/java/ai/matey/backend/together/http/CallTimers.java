package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

import ai.matey.ir.IRDeadlines;

/**
 * The timers of one call, and those of its deadlines that do not depend on what the
 * answer holds. Not thread-safe.
 */
final class CallTimers {

	/** For calls without any deadline. */
	private static final Duration LONGEST_LOOK = Duration.ofHours(1);

	private final TogetherExchange exchange;

	private final IRDeadlines deadlines;

	/**
	 * The request's own connect deadline. The client's is the HTTP library's business.
	 */
	private final @Nullable Duration connect;

	/** No attempt can exceed a deadline sooner. */
	private final Duration firstLook;

	private final long callNanos;

	private long attemptNanos;

	private Disposable look = Disposables.disposed();

	private Disposable retry = Disposables.disposed();

	private Disposable total = Disposables.disposed();

	CallTimers(ProviderRequest outbound, TogetherExchange exchange) {
		this.exchange = exchange;
		this.deadlines = outbound.deadlines();
		Duration connect = this.deadlines.connect();
		this.connect = (connect == null || connect.equals(exchange.client().deadlines().connect())) ? null : connect;
		Duration content = outbound.streaming()
				? shorter(this.deadlines.idle(), shorter(this.deadlines.firstToken(), LONGEST_LOOK))
				: shorter(this.deadlines.response(), LONGEST_LOOK);
		this.firstLook = shorter(this.connect, content);
		this.callNanos = exchange.nanoTime();
		this.attemptNanos = this.callNanos;
	}

	void callBegins(Runnable timeIsUp) {
		Duration total = this.deadlines.total();
		if (total != null) {
			this.total = schedule(total, timeIsUp);
		}
	}

	void attemptBegins(Runnable look) {
		this.attemptNanos = this.exchange.nanoTime();
		lookIn(this.firstLook, look);
	}

	void lookIn(Duration time, Runnable look) {
		this.look.dispose();
		this.look = schedule(time, look);
	}

	void retryIn(Duration wait, Runnable retry) {
		this.retry = schedule(wait, retry);
	}

	void stop() {
		this.look.dispose();
		this.retry.dispose();
		this.total.dispose();
	}

	/**
	 * Whether the total deadline allows a wait.
	 * @param wait the time that would be waited
	 * @return whether there is time left afterwards
	 */
	boolean isTimeFor(Duration wait) {
		Duration total = this.deadlines.total();
		return total == null || total.minusNanos(this.exchange.nanoTime() - this.callNanos).compareTo(wait) > 0;
	}

	/**
	 * Whether the attempt, which has no connection yet, should have one.
	 * @return whether the request's own connect deadline is exceeded
	 */
	boolean isConnectExceeded() {
		return this.connect != null && this.exchange.nanoTime() - this.attemptNanos >= this.connect.toNanos();
	}

	private Disposable schedule(Duration time, Runnable task) {
		return this.exchange.scheduler().schedule(task, time.toNanos(), TimeUnit.NANOSECONDS);
	}

	private static Duration shorter(@Nullable Duration one, Duration other) {
		return (one == null || one.compareTo(other) > 0) ? other : one;
	}

}
