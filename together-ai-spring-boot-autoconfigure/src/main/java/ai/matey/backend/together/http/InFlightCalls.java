package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * The calls of a client that are under way, and the orderly end of the client: no new
 * calls, time for the ones under way, then what the client holds is released.
 */
public final class InFlightCalls {

	private static final Logger logger = LoggerFactory.getLogger(InFlightCalls.class);

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private final Duration grace;

	private final Scheduler scheduler;

	private final List<Runnable> release;

	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean released = new AtomicBoolean();

	private final CompletableFuture<Void> closed = new CompletableFuture<>();

	public InFlightCalls(Duration grace, Scheduler scheduler, List<Runnable> release) {
		this.grace = grace;
		this.scheduler = scheduler;
		this.release = List.copyOf(release);
	}

	/**
	 * Admit a call, or end it if the client takes no more calls.
	 * @param call the call, which reports when it has {@link #ended}
	 */
	void admit(Call call) {
		this.calls.add(call);
		// Looked at after the call was added: whoever closes sees the call, or the call
		// sees that the client is being closed.
		if (this.closing.get()) {
			call.clientClosed();
		}
	}

	void ended(Call call) {
		if (this.calls.remove(call) && this.closing.get() && this.calls.isEmpty()) {
			releaseElsewhere();
		}
	}

	public Duration grace() {
		return this.grace;
	}

	/**
	 * Begin the end, or join it if it has begun.
	 * @return a future that completes when all calls have ended and everything is
	 * released
	 */
	public CompletableFuture<Void> close() {
		if (this.closing.compareAndSet(false, true)) {
			if (this.calls.isEmpty()) {
				releaseHere();
			}
			else if (this.grace.isZero()) {
				endAll();
			}
			else {
				this.scheduler.schedule(this::endAll, this.grace.toNanos(), TimeUnit.NANOSECONDS);
			}
		}
		return this.closed.copy();
	}

	/**
	 * End the calls under way at once.
	 */
	public void endAll() {
		for (Call call : this.calls) {
			call.clientClosed();
		}
		releaseElsewhere();
	}

	/**
	 * On the thread of whoever closes the client, unless it is one that must not block.
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
	 * Never on the thread that ended a call: it can belong to the HTTP client that is
	 * released, which would wait for itself.
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
			logger.warn("A Together AI client could not release all that it holds", ex);
		}
	}

	/**
	 * A call under way.
	 */
	interface Call {

		/**
		 * End the call with an error, since its client has been closed.
		 */
		void clientClosed();

	}

}
