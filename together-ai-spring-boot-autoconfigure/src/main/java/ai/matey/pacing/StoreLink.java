package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

import ai.matey.adapter.Outage;
import ai.matey.pacing.store.PacingStore;
import ai.matey.pacing.store.StoreFailure;

/**
 * The connection to the store: detects whether the store responds in time, and logs each
 * outage once, also if the store responds to some commands. Thread-safe.
 */
final class StoreLink {

	private static final Logger logger = LoggerFactory.getLogger(StoreLink.class);

	/** Timeouts this soon after the first one belong to the same outage. */
	private static final Duration COLD = Duration.ofSeconds(2);

	private static final String LATE = "it did not reply within ";

	private final @Nullable PacingStore store;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Runnable changed;

	private final Outage outage;

	private volatile @Nullable Throwable failure;

	/** Whether the store has replied, or its outage was logged. */
	private boolean known;

	/** When the store did not reply in time, if it has never replied so far. */
	private long late;

	StoreLink(@Nullable PacingStore store, Duration timeout, Scheduler scheduler, Runnable changed) {
		this.store = store;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.changed = changed;
		this.outage = new Outage(this::now);
	}

	@Nullable PacingStore store() {
		return this.store;
	}

	boolean isJoined() {
		return this.store != null && this.failure == null;
	}

	/**
	 * Return why the store is unavailable.
	 * @return the reason, or {@code null} if the store is available
	 */
	@Nullable String problem() {
		Throwable failure = this.failure;
		return (failure != null) ? describe(failure) : null;
	}

	/**
	 * Wait for a reply of the store, at most for the timeout.
	 * @param <T> the type of the reply
	 * @param reply the reply
	 * @param received receives the reply
	 * @param failed called if there is no reply in time
	 */
	<T> void await(CompletionStage<T> reply, Consumer<T> received, Runnable failed) {
		AtomicBoolean over = new AtomicBoolean();
		Disposable timer = this.scheduler.schedule(() -> {
			if (over.compareAndSet(false, true)) {
				try {
					lost(new StoreFailure(LATE + this.timeout.toMillis() + " ms", null));
				}
				finally {
					failed.run();
				}
			}
		}, this.timeout.toNanos(), TimeUnit.NANOSECONDS);
		reply.whenComplete((value, failure) -> {
			timer.dispose();
			if (!over.compareAndSet(false, true)) {
				return;
			}
			try {
				if (failure != null) {
					lost(failure);
				}
				else {
					found();
				}
			}
			finally {
				if (failure != null) {
					failed.run();
				}
				else {
					received.accept(value);
				}
			}
		});
	}

	private void lost(Throwable failure) {
		boolean changed;
		boolean news;
		boolean clearer;
		synchronized (this) {
			changed = this.failure == null;
			news = (this.known || !isFirstTimeout(failure)) && this.outage.failed();
			clearer = !news && isTimeout(this.failure) && !isTimeout(failure);
			this.known |= news;
			this.failure = failure;
		}
		if (clearer) {
			logger.info("Why the store of together.pacing did not reply: {}", describe(failure));
		}
		if (news) {
			logger.warn(
					"The store of together.pacing does not respond: {}. This instance continues with the share of the "
							+ "learned rates that it had, and rejoins the others when the store is back.",
					describe(failure));
		}
		if (changed) {
			this.changed.run();
		}
	}

	/**
	 * A cold process may be late the first time, which does not mean that the store is
	 * slow.
	 */
	private boolean isFirstTimeout(Throwable failure) {
		long now = now();
		this.late = (this.late == 0) ? now : this.late;
		return isTimeout(failure) && now - this.late < COLD.toNanos();
	}

	private long now() {
		return this.scheduler.now(TimeUnit.NANOSECONDS);
	}

	/**
	 * A timeout means that the store is slow or unreachable; the reason is known a little
	 * later.
	 */
	private static boolean isTimeout(@Nullable Throwable failure) {
		return failure instanceof StoreFailure timeout && timeout.getMessage() != null
				&& timeout.getMessage().startsWith(LATE);
	}

	private void found() {
		boolean changed;
		boolean news;
		synchronized (this) {
			changed = this.failure != null;
			news = this.outage.worked();
			this.known = true;
			this.failure = null;
		}
		if (news) {
			logger.info("The store of together.pacing responds again: rates are shared.");
		}
		if (changed) {
			this.changed.run();
		}
	}

	/**
	 * Describe a failure.
	 * @param failure the failure
	 * @return the most specific message: the deepest one that is not part of another
	 */
	private static String describe(Throwable failure) {
		Throwable deepest = failure;
		while (deepest.getCause() != null && deepest.getCause() != deepest && !(deepest instanceof StoreFailure)
				&& (isWrapper(deepest) || !message(deepest).contains(message(deepest.getCause())))) {
			deepest = deepest.getCause();
		}
		return message(deepest);
	}

	private static boolean isWrapper(Throwable failure) {
		return failure instanceof CompletionException || failure instanceof ExecutionException;
	}

	private static String message(Throwable failure) {
		String message = failure.getMessage();
		return (message != null && !message.isBlank()) ? message : failure.getClass().getSimpleName();
	}

}
