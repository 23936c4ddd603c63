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
 * The calls of a client that are under way, and the orderly end of the client: first some
 * grace for the calls under way and those that they lead to, then no new calls, at last
 * what the client holds is released.
 */
public final class InFlightCalls {

	private static final Logger logger = LoggerFactory.getLogger(InFlightCalls.class);

	private final Set<Call> calls = ConcurrentHashMap.newKeySet();

	private final Duration grace;

	private final Scheduler scheduler;

	private final List<Runnable> release;

	private final AtomicBoolean graceStarted = new AtomicBoolean();

	/** Whether new calls are refused. */
	private final AtomicBoolean closing = new AtomicBoolean();

	private final AtomicBoolean released = new AtomicBoolean();

	/** Who waits until no call is under way. */
	private final Queue<CompletableFuture<Void>> waiting = new ConcurrentLinkedQueue<>();

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
	 * Start the grace, after which the calls under way are ended and no more are taken.
	 * Until then new calls are taken.
	 * @return a future that completes when no call is under way or the grace is over
	 */
	public CompletableFuture<Void> drain() {
		CompletableFuture<Void> drained = new CompletableFuture<>();
		this.waiting.add(drained);
		startGrace();
		if (this.grace.isZero()) {
			endAll();
		}
		// Looked at after the future was added: the last call completes it, or it is seen
		// here that there is none.
		if (this.calls.isEmpty() || this.released.get()) {
			nothingUnderWay();
		}
		return drained;
	}

	/**
	 * Take no more calls, and start the grace of those under way unless it has started.
	 * @return a future that completes when all calls have ended and everything is
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
	 * End the calls under way at once, and take no more.
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
