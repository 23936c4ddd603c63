package ai.matey.observation.client;

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
import ai.matey.errors.SafeText;
import ai.matey.ir.RateLimits;

/**
 * Derives the state of clients from their calls: current problems, recent errors and
 * running streams. A problem is logged at {@code WARN} when it starts, and at
 * {@code INFO} when a call succeeds after it has not been seen for 30 seconds; the logger
 * is {@code ai.matey.problems}. The monitor holds no text of requests, responses or
 * errors. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ClientMonitor implements BackendListener {

	private static final ClientStatus UNUSED = new ClientStatus(0, null, null, null, List.of(), List.of());

	private final Clock clock;

	private final Map<String, ClientState> clients = new ConcurrentHashMap<>();

	/**
	 * Create a monitor that has seen no calls.
	 */
	public ClientMonitor() {
		this(Clock.systemUTC());
	}

	/**
	 * Create a monitor that has seen no calls.
	 * @param clock the clock
	 */
	public ClientMonitor(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Return the state of a client.
	 * @param client the client's name
	 * @return the current state
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
		log(state(call).failed(CallFailure.of(call, failure, this.clock.instant())));
	}

	@Override
	public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
		if (failure == null) {
			log(state(call).responded(call.operation(), this.clock.instant()));
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
			log(state.succeeded(call.operation(), SafeText.name(call.model()), now));
		}
		else if (failure != null) {
			failed(call, state, CallFailure.of(call, failure, now));
		}
	}

	/**
	 * An error that says that the server does not support {@code /whoami} shows that the
	 * server is available.
	 */
	private static void failed(BackendCall call, ClientState state, CallFailure failure) {
		log(state.failed(failure));
		boolean unknownPath = call.operation() == BackendCall.Operation.WHOAMI
				&& ClientProblem.Kind.of(failure.code()) == null;
		if (!unknownPath) {
			state.remember(failure);
		}
	}

	private static void log(List<Runnable> news) {
		news.forEach(Runnable::run);
	}

	private ClientState state(BackendCall call) {
		return this.clients.computeIfAbsent(call.client(), ClientState::new);
	}

}
