package ai.matey.observation;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.RateLimits;

/**
 * Learns from the calls of clients how these do: what keeps them from working, which
 * calls failed last, how many streams run. A problem is logged once at {@code WARN} when
 * it is first seen, and once at {@code INFO} when a call succeeds after it was not seen
 * for 30 seconds; the logger is {@code ai.matey.problems}. Holds no text of requests,
 * answers or errors. Thread-safe.
 */
public final class ClientMonitor implements BackendListener {

	private static final ClientStatus UNUSED = new ClientStatus(0, null, null, null, List.of());

	private final Clock clock;

	private final Map<String, ClientState> clients = new ConcurrentHashMap<>();

	/**
	 * Knows nothing yet.
	 */
	public ClientMonitor() {
		this(Clock.systemUTC());
	}

	/**
	 * Knows nothing yet.
	 * @param clock tells the time
	 */
	public ClientMonitor(Clock clock) {
		this.clock = clock;
	}

	/**
	 * How a client does.
	 * @param client the client's name
	 * @return its status now
	 */
	public ClientStatus status(String client) {
		ClientState state = this.clients.get(client);
		return (state != null) ? state.status(this.clock.instant()) : UNUSED;
	}

	@Override
	public void started(BackendCall call) {
		if (call.streaming()) {
			state(call).streams(1);
		}
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		state(call).failed(CallFailure.of(call, failure, this.clock.instant()));
	}

	@Override
	public void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		if (failure == null) {
			state(call).answered(call.operation(), this.clock.instant());
		}
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		ClientState state = state(call);
		Instant now = this.clock.instant();
		if (call.streaming()) {
			state.streams(-1);
		}
		if (outcome == Outcome.SUCCESS) {
			state.succeeded(call.operation(), now);
		}
		else if (failure != null) {
			CallFailure facts = CallFailure.of(call, failure, now);
			state.failed(facts);
			state.remember(facts);
		}
	}

	private ClientState state(BackendCall call) {
		return this.clients.computeIfAbsent(call.client(), ClientState::new);
	}

}
