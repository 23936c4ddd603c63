package ai.matey.backend.together;

import java.time.Duration;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.RateLimits;

/**
 * Several listeners as one.
 */
final class CompositeListener implements BackendListener {

	private final List<BackendListener> listeners;

	CompositeListener(List<BackendListener> listeners) {
		this.listeners = List.copyOf(listeners);
	}

	@Override
	public void started(BackendCall call) {
		for (BackendListener listener : this.listeners) {
			listener.started(call);
		}
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		for (BackendListener listener : this.listeners) {
			listener.retrying(call, failure, attempt, wait);
		}
	}

	@Override
	public void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		for (BackendListener listener : this.listeners) {
			listener.answered(call, limits, failure);
		}
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		for (BackendListener listener : this.listeners) {
			listener.finished(call, outcome, failure);
		}
	}

}
