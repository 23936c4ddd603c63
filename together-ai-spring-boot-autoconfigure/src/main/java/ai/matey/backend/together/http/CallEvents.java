package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.ir.RateLimits;

/**
 * Tells the listener of one call what happens to it, in order, on whatever thread it
 * happens: a cancel may come while the response is being read. Nothing is told behind the
 * end of the call.
 */
final class CallEvents extends DrainLoop {

	private final BackendCall call;

	private final BackendListener listener;

	private final Queue<Consumer<BackendListener>> events = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean finished = new AtomicBoolean();

	/** Whether the end was told. Only the working thread looks. */
	private boolean over;

	/**
	 * Create the events of a call.
	 * @param call the call
	 * @param listener the listener, which does not throw
	 */
	CallEvents(BackendCall call, BackendListener listener) {
		this.call = call;
		this.listener = listener;
	}

	void started() {
		tell((listener) -> listener.started(this.call));
	}

	void retrying(AdapterException failure, int attempt, Duration wait) {
		tell((listener) -> listener.retrying(this.call, failure, attempt, wait));
	}

	void answered(@Nullable RateLimits limits, @Nullable AdapterException failure) {
		tell((listener) -> listener.answered(this.call, limits, failure));
	}

	/**
	 * Tell the end of the call, unless it was told.
	 * @param outcome how the call ended
	 * @param failure the error, or {@code null}
	 */
	void finished(Outcome outcome, @Nullable AdapterException failure) {
		if (this.finished.compareAndSet(false, true)) {
			tell((listener) -> {
				this.over = true;
				listener.finished(this.call, outcome, failure);
			});
		}
	}

	private void tell(Consumer<BackendListener> event) {
		this.events.add(event);
		work();
	}

	@Override
	void workFailed(Throwable failure) {
		// A listener that throws has been dealt with; what is lost here is one event.
	}

	@Override
	void doWork() {
		for (Consumer<BackendListener> event = this.events.poll(); event != null; event = this.events.poll()) {
			if (!this.over) {
				event.accept(this.listener);
			}
		}
	}

}
