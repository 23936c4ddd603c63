package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.scheduler.Scheduler;

import ai.matey.ir.IRDeadlines;

/**
 * All deadlines of one call, as points in time. A single timer asks for a check when the
 * next of them may have passed, which is far cheaper than a timer per chunk. Not
 * thread-safe, except for the timer.
 */
final class CallDeadlines {

	/** The status of an error is worth reporting even if its body does not come. */
	private static final Duration ERROR_BODY = Duration.ofSeconds(2);

	/** A short wait for the end of the body saves the connection for another call. */
	private static final Duration REST_OF_BODY = Duration.ofMillis(250);

	private static final long LONGEST = 1L << 61;

	private final IRDeadlines deadlines;

	private final boolean streaming;

	/** The request's own; the client's is the HTTP library's business. */
	private final @Nullable Duration connect;

	private final LongSupplier nanoTime;

	private final Scheduler scheduler;

	private final Runnable check;

	/** Stands for a deadline that is not set. */
	private final long never;

	private final long totalDue;

	private long connectDue;

	/** The deadline by which the server has to send something. */
	private Deadline awaited = Deadline.RESPONSE;

	private @Nullable Duration limit;

	/** Whether the reader asks for nothing, and since when. */
	private boolean resting;

	private long restingSince;

	/** Whether the server is awaited, and since when. */
	private boolean waiting;

	private long waitingSince;

	/** How much of the limit was used up before. */
	private long waited;

	private Disposable timer = Disposables.disposed();

	private long timerDue;

	/** For when the timer that went off last was set. */
	private volatile long timerFired;

	/**
	 * Create the deadlines of a call that begins now.
	 * @param request the request
	 * @param client the client's deadlines
	 * @param nanoTime the clock
	 * @param scheduler runs the timer
	 * @param check asks the call to {@link #check}; run by the timer
	 */
	CallDeadlines(ProviderRequest request, IRDeadlines client, LongSupplier nanoTime, Scheduler scheduler,
			Runnable check) {
		this.deadlines = request.deadlines().orElse(client);
		this.streaming = request.streaming();
		Duration connect = this.deadlines.connect();
		this.connect = (connect == null || connect.equals(client.connect())) ? null : connect;
		this.nanoTime = nanoTime;
		this.scheduler = scheduler;
		this.check = check;
		long now = now();
		this.never = now + 2 * LONGEST;
		this.totalDue = due(this.deadlines.total(), now);
		this.connectDue = this.never;
		this.timerDue = this.never;
		this.timerFired = now;
	}

	/**
	 * Begin the deadlines of an attempt that is about to be sent.
	 */
	void attemptStarted() {
		long now = now();
		this.connectDue = due(this.connect, now);
		if (this.streaming) {
			await(Deadline.FIRST_TOKEN, this.deadlines.firstToken());
			// One timer less for streams of which the first token comes in time
			setTimer(due(this.deadlines.idle(), now), now);
		}
		else {
			await(Deadline.RESPONSE, this.deadlines.response());
		}
		setTimer(earliest(), now);
	}

	/**
	 * Note that an attempt waits for its turn, which only the total deadline ends.
	 */
	void turnAwaited() {
		setTimer(this.totalDue, now());
	}

	/**
	 * End the deadlines of an attempt that failed. The total deadline stays.
	 */
	void attemptFailed() {
		this.connectDue = this.never;
		this.waiting = false;
	}

	/**
	 * Await the body of an error response, which is read only to explain the status.
	 */
	void errorReceived() {
		await(Deadline.ERROR_BODY, ERROR_BODY);
		setTimer(earliest(), this.waitingSince);
	}

	/**
	 * Await the end of a body of which everything was handed out.
	 */
	void allDelivered() {
		if (this.awaited != Deadline.REST_OF_BODY) {
			await(Deadline.REST_OF_BODY, REST_OF_BODY);
			setTimer(earliest(), this.waitingSince);
		}
	}

	private void await(Deadline awaited, @Nullable Duration limit) {
		this.awaited = awaited;
		this.limit = limit;
		this.waiting = true;
		this.waitingSince = now();
		this.waited = 0;
	}

	/**
	 * Count time for the reader from now on, and not for the server: nothing is asked
	 * for.
	 */
	void readerRests() {
		if (!this.resting) {
			this.resting = true;
			this.restingSince = now();
			if (this.waiting) {
				this.waited += this.restingSince - this.waitingSince;
			}
			setTimer(due(this.deadlines.unread(), this.restingSince), this.restingSince);
		}
	}

	/**
	 * Count no time for the reader from now on: it asks for something.
	 */
	void readerWaits() {
		if (this.resting) {
			this.resting = false;
			if (this.waiting) {
				this.waitingSince = now();
				setTimer(awaitedDue(), this.waitingSince);
			}
		}
	}

	/**
	 * Count time for the server from now on: bytes were asked for.
	 */
	void bytesRequested() {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = now();
			setTimer(awaitedDue(), this.waitingSince);
		}
	}

	/**
	 * Count no time for the server from now on: bytes came, and what they hold is being
	 * delivered.
	 */
	void bytesReceived() {
		if (this.waiting) {
			this.waiting = false;
			this.waited += now() - this.waitingSince;
		}
	}

	/**
	 * Note that the response gave something to deliver.
	 */
	void progress() {
		if (this.awaited == Deadline.FIRST_TOKEN) {
			this.awaited = Deadline.IDLE;
			this.limit = this.deadlines.idle();
		}
		if (this.awaited == Deadline.IDLE) {
			this.waited = 0;
		}
	}

	/**
	 * Return the deadline that has passed, if any, and set the timer for the next one.
	 * @param connected whether the attempt has its connection
	 * @return the deadline, or {@code null}
	 */
	@Nullable Passed check(boolean connected) {
		// A timer that went off is right, even if it counts time in another way.
		long now = later(now(), this.timerFired);
		if (isDue(this.timerDue, now)) {
			this.timerDue = this.never;
		}
		if (connected) {
			this.connectDue = this.never;
		}
		if (isDue(this.totalDue, now)) {
			return new Passed(Deadline.TOTAL, this.deadlines.total(), this.resting);
		}
		if (isDue(this.connectDue, now)) {
			return new Passed(Deadline.CONNECT, this.connect, false);
		}
		if (isDue(awaitedDue(), now)) {
			return new Passed(this.awaited, this.limit, false);
		}
		if (isDue(unreadDue(), now)) {
			return new Passed(Deadline.UNREAD, this.deadlines.unread(), true);
		}
		setTimer(earliest(), now);
		return null;
	}

	/**
	 * Whether there is time left after a wait.
	 * @param wait the time before the next attempt
	 * @return {@code false} if the total deadline would pass meanwhile
	 */
	boolean allow(Duration wait) {
		return this.totalDue - now() > nanos(wait);
	}

	/**
	 * Stop the timer: the call has ended.
	 */
	void stop() {
		this.timer.dispose();
	}

	private void setTimer(long due, long now) {
		if (due - this.timerDue >= 0) {
			return;
		}
		this.timer.dispose();
		this.timerDue = due;
		this.timer = this.scheduler.schedule(() -> {
			this.timerFired = due;
			this.check.run();
		}, due - now, TimeUnit.NANOSECONDS);
	}

	private long earliest() {
		return earlier(earlier(this.totalDue, this.connectDue), earlier(awaitedDue(), unreadDue()));
	}

	private long awaitedDue() {
		return (this.waiting && !this.resting) ? due(this.limit, this.waitingSince - this.waited) : this.never;
	}

	private long unreadDue() {
		return this.resting ? due(this.deadlines.unread(), this.restingSince) : this.never;
	}

	private long due(@Nullable Duration limit, long start) {
		return (limit != null) ? start + nanos(limit) : this.never;
	}

	private boolean isDue(long due, long now) {
		return due != this.never && due - now <= 0;
	}

	private long now() {
		return this.nanoTime.getAsLong();
	}

	private static long nanos(Duration limit) {
		return Math.min(TimeUnit.NANOSECONDS.convert(limit), LONGEST);
	}

	private static long earlier(long one, long other) {
		return (one - other < 0) ? one : other;
	}

	private static long later(long one, long other) {
		return (one - other > 0) ? one : other;
	}

	/**
	 * What a call has to be in time for.
	 */
	enum Deadline {

		CONNECT("connect"), FIRST_TOKEN("first-token"), IDLE("idle"), RESPONSE("response"), TOTAL("total"),

		/** A response that its reader does not read. */
		UNREAD("unread"),

		/** The body of an error response. */
		ERROR_BODY("error-body"),

		/** The end of a body of which everything was handed out. */
		REST_OF_BODY("rest-of-body");

		private final String property;

		Deadline(String property) {
			this.property = property;
		}

		/**
		 * Return the name of the property below {@code together.timeout}.
		 * @return the name; of deadlines that users cannot set only for messages
		 */
		String property() {
			return this.property;
		}

		/**
		 * Whether nothing is wrong with a response that is complete when the deadline
		 * passes.
		 * @return {@code false} for deadlines that are not about the server
		 */
		boolean endsResponse() {
			return this != TOTAL && this != UNREAD;
		}

	}

	/**
	 * A deadline that has passed.
	 *
	 * @param deadline the deadline
	 * @param limit how long it is
	 * @param unread whether the reader was asking for nothing when it passed
	 */
	record Passed(Deadline deadline, @Nullable Duration limit, boolean unread) {

	}

}
