package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * The connection to the store as this instance sees it: whether the store responds in
 * time, said once when that changes. Thread-safe.
 */
final class StoreLink {

	private static final Logger logger = LoggerFactory.getLogger(StoreLink.class);

	private static final String LATE = "it did not reply within ";

	private final @Nullable PacingStore store;

	private final Duration timeout;

	private final Scheduler scheduler;

	private final Runnable changed;

	private volatile @Nullable Throwable failure;

	StoreLink(@Nullable PacingStore store, Duration timeout, Scheduler scheduler, Runnable changed) {
		this.store = store;
		this.timeout = timeout;
		this.scheduler = scheduler;
		this.changed = changed;
	}

	@Nullable PacingStore store() {
		return this.store;
	}

	boolean isJoined() {
		return this.store != null && this.failure == null;
	}

	/**
	 * Return why the store is away.
	 * @return the reason in words, or {@code null} if it is not
	 */
	@Nullable String problem() {
		Throwable failure = this.failure;
		return (failure != null) ? StoreFailure.describe(failure) : null;
	}

	/**
	 * Wait for what the store replies, as long as the timeout allows.
	 * @param <T> what it replies
	 * @param reply the reply
	 * @param received is given the reply
	 * @param failed is run if there is none in time
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
		boolean news;
		boolean clearer;
		synchronized (this) {
			news = this.failure == null;
			clearer = isTimeout(this.failure) && !isTimeout(failure);
			this.failure = failure;
		}
		if (clearer) {
			logger.info("Why the store of together.pacing did not reply: {}", StoreFailure.describe(failure));
		}
		if (news) {
			this.changed.run();
			logger.warn(
					"The store of together.pacing does not respond: {}. This instance goes on with the share of the "
							+ "learned rates that it had, and joins the others again when the store is back.",
					StoreFailure.describe(failure));
		}
	}

	/**
	 * Late is whoever is slow, or cannot be reached: why is known a little later.
	 */
	private static boolean isTimeout(@Nullable Throwable failure) {
		return failure instanceof StoreFailure timeout && timeout.getMessage() != null
				&& timeout.getMessage().startsWith(LATE);
	}

	private void found() {
		boolean news;
		synchronized (this) {
			news = this.failure != null;
			this.failure = null;
		}
		if (news) {
			this.changed.run();
			logger.info("The store of together.pacing responds again: rates are shared.");
		}
	}

}
