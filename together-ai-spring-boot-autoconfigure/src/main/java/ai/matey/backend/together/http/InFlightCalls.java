package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The running calls of a client and its orderly shutdown: first a grace period for
 * running calls and those that depend on them, then no new calls; finally, the client's
 * resources are released.
 */
public final class InFlightCalls {

	private static final Logger logger = LoggerFactory.getLogger(InFlightCalls.class);

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private final Duration grace;

	private final Scheduler scheduler;

	private final List<Runnable> release;

	private final AtomicBoolean graceStarted = new AtomicBoolean();

	/** Whether new calls are rejected. */
	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean released = new AtomicBoolean();

	/** Futures to complete when no call is running. */
	private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	public InFlightCalls(Duration grace, Scheduler scheduler, List<Runnable> release) {
		this.grace = grace;
		this.scheduler = scheduler;
		this.release = List.copyOf(release);
	}

	/**
	 * Admit a call, or end it if the client accepts no more calls.
	 * @param call the call, which must invoke {@link #ended} at its end
	 */
	void admit(Call call) {
		this.calls.add(call);
		// Checked after the call was added: either the closing thread sees the call, or
		// the call sees that the client is being closed.
		if (this.closing.get()) {
			call.clientClosed();
		}
	}

	void ended(Call call) {
		if (this.calls.remove(call) && this.calls.isEmpty()) {
			nothingUnderWay();
			if (this.closing.get()) {
				releaseElsewhere();
			}
		}
	}

	public Duration grace() {
		return this.grace;
	}

	/**
	 * Start the grace period, after which running calls are ended and new ones are
	 * rejected. Until then, new calls are accepted.
	 * @return a future that completes when no call is running or the grace period is over
	 */
	public CompletableFuture<Void> drain() {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		this.waiting.add(drained);
		startGrace();
		if (this.grace.isZero()) {
			endAll();
		}
		// Checked after the future was added: either the last call completes the future,
		// or there are no calls here.
		if (this.calls.isEmpty() || this.released.get()) {
			nothingUnderWay();
		}
		return drained;
	}

	/**
	 * Reject new calls, and start the grace period of running calls unless it has
	 * started.
	 * @return a future that completes when all calls have ended and all resources are
	 * released
	 */
	public CompletableFuture<Void> close() {
		if (this.closing.compareAndSet(false, true)) {
			startGrace();
			if (this.calls.isEmpty()) {
				releaseHere();
			}
			else if (this.grace.isZero()) {
				endAll();
			}
		}
		return this.closed.copy();
	}

	/**
	 * End running calls immediately and reject new ones.
	 */
	public void endAll() {
		this.closing.set(true);
		for (Call call : this.calls) {
			call.clientClosed();
		}
		nothingUnderWay();
		releaseElsewhere();
	}

	private void nothingUnderWay() {
		for (CompletableFuture<Void> next = this.waiting.poll(); next != null; next = this.waiting.poll()) {
			next.complete(null);
		}
	}

	private void startGrace() {
		if (this.graceStarted.compareAndSet(false, true) && !this.grace.isZero()) {
			this.scheduler.schedule(this::endAll, TimeUnit.NANOSECONDS.convert(this.grace), TimeUnit.NANOSECONDS);
		}
	}

	/**
	 * Runs on the closing thread, unless that must not block.
	 */
	private void releaseHere() {
		if (Schedulers.isInNonBlockingThread()) {
			releaseElsewhere();
		}
		else if (this.released.compareAndSet(false, true)) {
			runReleases();
		}
	}

	/**
	 * Never runs on the thread that ended a call: it may belong to the HTTP client being
	 * released, which would then wait for itself.
	 */
	private void releaseElsewhere() {
		if (this.released.compareAndSet(false, true)) {
			Schedulers.boundedElastic().schedule(this::runReleases);
		}
	}

	private void runReleases() {
		try {
			for (Runnable action : this.release) {
				run(action);
			}
		}
		finally {
			this.closed.complete(null);
		}
	}

	private static void run(Runnable action) {
		try {
			action.run();
		}
		catch (RuntimeException ex) {
			logger.warn("A Together AI client could not release all of its resources", ex);
		}
	}

	/**
	 * A running call.
	 */
	interface Call {

		/**
		 * End the call with an error because its client was closed.
		 */
		void clientClosed();

	}

}
