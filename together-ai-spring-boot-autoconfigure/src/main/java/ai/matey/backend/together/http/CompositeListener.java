package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRCost;
import ai.matey.ir.RateLimits;

/**
 * Combines several listeners. A listener that fails affects neither the call nor the
 * other listeners; the first failure of each listener is logged.
 */
public final class CompositeListener implements BackendListener {

	private static final Logger logger = LoggerFactory.getLogger(CompositeListener.class);

	private final List<BackendListener> listeners;

	private final AtomicIntegerArray failed;

	public CompositeListener(List<BackendListener> listeners) {
		this.listeners = List.copyOf(listeners);
		this.failed = new AtomicIntegerArray(listeners.size());
	}

	@Override
	public void started(BackendCall call) {
		publish((listener) -> listener.started(call));
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		publish((listener) -> listener.retrying(call, failure, attempt, wait));
	}

	@Override
	public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		publish((listener) -> listener.responded(call, limits, failure));
	}

	@Override
	public void charged(BackendCall call, IRCost cost) {
		publish((listener) -> listener.charged(call, cost));
	}

	@Override
	public void modelsListed(String client, List<AIModel> models) {
		publish((listener) -> listener.modelsListed(client, models));
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		publish((listener) -> listener.finished(call, outcome, failure));
	}

	private void publish(Consumer<BackendListener> news) {
		for (int i = 0; i < this.listeners.size(); i++) {
			BackendListener listener = this.listeners.get(i);
			try {
				news.accept(listener);
			}
			catch (RuntimeException | Error ex) {
				if (this.failed.compareAndSet(i, 0, 1)) {
					logger
						.error("A listener for Together AI calls failed ({}). Calls continue; further failures of this "
								+ "listener are not logged.", listener.getClass().getName(), ex);
				}
			}
		}
	}

}
