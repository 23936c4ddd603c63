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
 * All deadlines of one call, as points in time. A single timer triggers a check when the
 * next deadline may have passed, which is far cheaper than one timer per chunk. Not
 * thread-safe, except for the timer.
 */
final class CallDeadlines {

	/** An error status is worth reporting even if the body does not arrive. */
	private static final Duration ERROR_BODY = Duration.ofSeconds(2);

	/** A short wait for the end of the body allows the connection to be reused. */
	private static final Duration REST_OF_BODY = Duration.ofMillis(250);

	private static final long LONGEST = 1L << 61;

	private final IRDeadlines deadlines;

	private final boolean streaming;

	/** The request's connect deadline; the HTTP library enforces the client's. */
	private final @Nullable Duration connect;

	private final LongSupplier nanoTime;

	private final Scheduler scheduler;

	private final Runnable check;

	/** Represents a deadline that is not set. */
	private final long never;

	private final long totalDue;

	private long connectDue;

	/** The deadline by which the server has to send data. */
	private Deadline awaited = Deadline.RESPONSE;

	private @Nullable Duration limit;

	/** Whether the reader requests nothing, and since when. */
	private boolean paused;

	private long pausedSince;

	/** Whether the call is waiting for the server, and since when. */
	private boolean waiting;

	private long waitingSince;

	/** How much of the limit was used up by earlier waits. */
	private long waited;

	private Disposable timer = Disposables.disposed();

	private long timerDue;

	/** The time for which the last expired timer was set. */
	private volatile long timerFired;

	/**
	 * Create the deadlines for a call that starts now.
	 * @param request the request
	 * @param client the client's deadlines
	 * @param nanoTime the clock
	 * @param scheduler runs the timer
	 * @param check makes the call invoke {@link #check}; run by the timer
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
	 * Start the deadlines of an attempt that is about to be sent.
	 */
	void attemptStarted() {
		long now = now();
		this.connectDue = due(this.connect, now);
		if (this.streaming) {
			await(Deadline.FIRST_TOKEN, this.deadlines.firstToken());
			// Saves a timer for streams whose first token arrives in time.
			setTimer(due(this.deadlines.idle(), now), now);
		}
		else {
			await(Deadline.RESPONSE, this.deadlines.response());
		}
		setTimer(earliest(), now);
	}

	/**
	 * Start waiting for the attempt's turn, which only the total deadline limits.
	 */
	void turnAwaited() {
		setTimer(this.totalDue, now());
	}

	/**
	 * Stop the deadlines of an attempt that failed, except for the total deadline.
	 */
	void attemptFailed() {
		this.connectDue = this.never;
		this.waiting = false;
	}

	/**
	 * Start waiting for the body of an error response, which only explains the status.
	 */
	void errorReceived() {
		await(Deadline.ERROR_BODY, ERROR_BODY);
		setTimer(earliest(), this.waitingSince);
	}

	/**
	 * Start waiting for the end of a body whose content was delivered completely.
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
	 * Stop the server's deadline and start the reader's: the reader requests nothing.
	 */
	void readerPaused() {
		if (!this.paused) {
			this.paused = true;
			this.pausedSince = now();
			if (this.waiting) {
				this.waited += this.pausedSince - this.waitingSince;
			}
			setTimer(due(this.deadlines.unread(), this.pausedSince), this.pausedSince);
		}
	}

	/**
	 * Stop the reader's deadline: it requests something.
	 */
	void readerResumed() {
		if (this.paused) {
			this.paused = false;
			if (this.waiting) {
				this.waitingSince = now();
				setTimer(awaitedDue(), this.waitingSince);
			}
		}
	}

	/**
	 * Start the server's deadline: bytes were requested.
	 */
	void bytesRequested() {
		if (!this.waiting) {
			this.waiting = true;
			this.waitingSince = now();
			setTimer(awaitedDue(), this.waitingSince);
		}
	}

	/**
	 * Stop the server's deadline: bytes arrived, and their content is being delivered.
	 */
	void bytesReceived() {
		if (this.waiting) {
			this.waiting = false;
			this.waited += now() - this.waitingSince;
		}
	}

	/**
	 * Restart the idle deadline: the response contained something to deliver.
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
		// An expired timer is right even if its clock differs from ours.
		long now = later(now(), this.timerFired);
		if (isDue(this.timerDue, now)) {
			this.timerDue = this.never;
		}
		if (connected) {
			this.connectDue = this.never;
		}
		if (isDue(this.totalDue, now)) {
			return new Passed(Deadline.TOTAL, this.deadlines.total(), this.paused);
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
	 * Return whether there is time left after a wait.
	 * @param wait the time before the next attempt
	 * @return {@code false} if the total deadline would pass during the wait
	 */
	boolean allow(Duration wait) {
		return this.totalDue - now() > nanos(wait);
	}

	/**
	 * Stop the timer at the end of the call.
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
		return (this.waiting && !this.paused) ? due(this.limit, this.waitingSince - this.waited) : this.never;
	}

	private long unreadDue() {
		return this.paused ? due(this.deadlines.unread(), this.pausedSince) : this.never;
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
	 * The kinds of deadlines.
	 */
	enum Deadline {

		CONNECT("connect"), FIRST_TOKEN("first-token"), IDLE("idle"), RESPONSE("response"), TOTAL("total"),

		/** The time in which the reader requests nothing. */
		UNREAD("unread"),

		/** The body of an error response. */
		ERROR_BODY("error-body"),

		/** The end of a body whose content was delivered completely. */
		REST_OF_BODY("rest-of-body");

		private final String property;

		Deadline(String property) {
			this.property = property;
		}

		/**
		 * Return the name of the property below {@code together.timeout}.
		 * @return the name, which appears only in messages if users cannot set the
		 * deadline
		 */
		String property() {
			return this.property;
		}

		/**
		 * Return whether a response that is complete when the deadline passes is a
		 * success.
		 * @return {@code false} for deadlines that do not concern the server
		 */
		boolean endsResponse() {
			return this != TOTAL && this != UNREAD;
		}

	}

	/**
	 * A deadline that has passed.
	 *
	 * @param deadline the deadline
	 * @param limit the limit
	 * @param unread whether the reader was requesting nothing at that time
	 */
	record Passed(Deadline deadline, @Nullable Duration limit, boolean unread) {

	}

}
