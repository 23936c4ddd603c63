package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;

/**
 * Counts what listeners are told.
 */
final class Events implements BackendListener {

	private final AtomicInteger started = new AtomicInteger();

	private final Map<Outcome, AtomicInteger> finished = new ConcurrentHashMap<>();

	private final List<Duration> retries = new CopyOnWriteArrayList<>();

	@Override
	public void started(BackendCall call) {
		this.started.incrementAndGet();
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		this.retries.add(wait);
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		this.finished.computeIfAbsent(outcome, (any) -> new AtomicInteger()).incrementAndGet();
	}

	int started() {
		return this.started.get();
	}

	int finished(Outcome outcome) {
		return this.finished.getOrDefault(outcome, new AtomicInteger()).get();
	}

	int finished() {
		return this.finished.values().stream().mapToInt(AtomicInteger::get).sum();
	}

	List<Duration> retries() {
		return this.retries;
	}

}
