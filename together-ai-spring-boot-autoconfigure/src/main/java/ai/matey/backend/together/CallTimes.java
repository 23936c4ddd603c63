package ai.matey.backend.together;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRDeadlines;

/**
 * The clock of one call: its deadlines that do not depend on what the answer holds. Not
 * thread-safe.
 */
final class CallTimes {

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

	CallTimes(Outbound outbound, TogetherExchange exchange) {
		this.exchange = exchange;
		this.deadlines = outbound.deadlines();
		Duration connect = this.deadlines.connect();
		this.connect = (connect == null || connect.equals(exchange.client().deadlines().connect())) ? null : connect;
		this.firstLook = outbound.streaming()
				? shorter(this.deadlines.idle(), shorter(this.deadlines.firstToken(), LONGEST_LOOK))
				: shorter(this.deadlines.response(), LONGEST_LOOK);
		this.callNanos = exchange.nanoTime();
		this.attemptNanos = this.callNanos;
	}

	void attemptBegins() {
		this.attemptNanos = this.exchange.nanoTime();
	}

	/**
	 * When to look at an attempt that begins now.
	 * @return the time until then
	 */
	Duration firstLook() {
		return shorter(this.connect, this.firstLook);
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

	boolean isConnectExceeded() {
		return this.connect != null && this.exchange.nanoTime() - this.attemptNanos >= this.connect.toNanos();
	}

	private static Duration shorter(@Nullable Duration one, Duration other) {
		return (one == null || one.compareTo(other) > 0) ? other : one;
	}

}
