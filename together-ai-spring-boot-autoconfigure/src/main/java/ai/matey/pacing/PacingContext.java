package ai.matey.pacing;

import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.scheduler.Scheduler;

import ai.matey.adapter.BackendCall;

/**
 * The objects that the pacers of all models share.
 *
 * @param clock the clock
 * @param scheduler the scheduler for delayed work
 * @param link the connection to the store, if there is one
 * @param refusals creates the exceptions for calls that cannot be sent in time
 * @param listeners the listeners for models and waits
 */
record PacingContext(PacingClock clock, Scheduler scheduler, StoreLink link, Refusals refusals,
		List<PacingListener> listeners) {

	void paced(String client, @Nullable String model, Supplier<PacingStatus> status) {
		this.listeners.forEach((listener) -> listener.paced(client, model, status));
	}

	void forgotten(String client, @Nullable String model) {
		this.listeners.forEach((listener) -> listener.forgotten(client, model));
	}

	void waited(BackendCall call, long nanos, boolean sent) {
		Duration wait = Duration.ofNanos(Math.max(0, nanos));
		this.listeners.forEach((listener) -> listener.waited(call, wait, sent));
	}

}
