package ai.matey.pacing;

import java.time.Duration;

import reactor.core.scheduler.Scheduler;

import ai.matey.adapter.BackendCall;

/**
 * What all models' pacers share.
 *
 * @param clock tells the time
 * @param scheduler runs what is due later
 * @param link the store, if there is one
 * @param refusals puts refusals into words
 * @param listener is told of waits
 */
record PacingContext(PacingClock clock, Scheduler scheduler, StoreLink link, Refusals refusals,
		PacingListener listener) {

	void waited(BackendCall call, long nanos, boolean sent) {
		this.listener.waited(call, Duration.ofNanos(Math.max(0, nanos)), sent);
	}

}
