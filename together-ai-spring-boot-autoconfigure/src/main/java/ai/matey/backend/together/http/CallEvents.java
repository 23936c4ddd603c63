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
 * Notifies the listener of one call's events, in order and one at a time, although they
 * may occur on different threads: a cancellation may occur while the response is being
 * read. Nothing is reported after the end of the call.
 */
final class CallEvents extends DrainLoop {

	private final BackendCall call;

	private final BackendListener listener;

	private final Queue<Consumer<BackendListener>> events = new ConcurrentLinkedQueue<>();

	private final AtomicBoolean finished = new AtomicBoolean();

	/** Whether the end was reported. Accessed only by the working thread. */
	private boolean over;

	/**
	 * Create the events for a call.
	 * @param call the call
	 * @param listener the listener, which does not throw
	 */
	CallEvents(BackendCall call, BackendListener listener) {
		this.call = call;
		this.listener = listener;
	}

	void started() {
		publish((listener) -> listener.started(this.call));
	}

	void retrying(AdapterException failure, int attempt, Duration wait) {
		publish((listener) -> listener.retrying(this.call, failure, attempt, wait));
	}

	void responded(@Nullable RateLimits limits, @Nullable AdapterException failure) {
		publish((listener) -> listener.responded(this.call, limits, failure));
	}

	/**
	 * Report the end of the call, unless already reported.
	 * @param outcome how the call ended
	 * @param failure the error, or {@code null}
	 */
	void finished(Outcome outcome, @Nullable AdapterException failure) {
		if (this.finished.compareAndSet(false, true)) {
			publish((listener) -> {
				this.over = true;
				listener.finished(this.call, outcome, failure);
			});
		}
	}

	private void publish(Consumer<BackendListener> event) {
		this.events.add(event);
		work();
	}

	@Override
	void workFailed(Throwable failure) {
		// Exceptions of listeners have been handled; only this event is lost.
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
