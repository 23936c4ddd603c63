package ai.matey.observation;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.errors.ErrorCode;
import ai.matey.observation.ClientProblem.Kind;

/**
 * What the calls of one client showed. A lock is held for some assignments only, a few
 * times per call.
 */
final class ClientState {

	private static final int MAX_ERRORS = 20;

	private final String client;

	private final Map<Kind, ProblemState> problems = new EnumMap<>(Kind.class);

	private final Deque<CallFailure> errors = new ArrayDeque<>();

	private int activeStreams;

	private @Nullable Instant lastUse;

	private @Nullable Instant lastSignal;

	ClientState(String client) {
		this.client = client;
	}

	synchronized void streams(int change) {
		this.activeStreams += change;
	}

	/**
	 * An answer began. The list of models comes without credit and without capacity, so
	 * it shows less.
	 */
	synchronized void answered(Operation operation, Instant now) {
		signal(operation, now);
		disprove((operation == Operation.MODELS) ? EnumSet.of(Kind.KEY_MISSING, Kind.KEY_REJECTED, Kind.UNREACHABLE)
				: EnumSet.complementOf(EnumSet.of(Kind.OVERLOADED, Kind.FAILING)), now);
	}

	/**
	 * A call ended well.
	 */
	synchronized void succeeded(Operation operation, Instant now) {
		if (operation != Operation.MODELS) {
			signal(operation, now);
			disprove(EnumSet.allOf(Kind.class), now);
		}
	}

	/**
	 * An attempt failed. Even an error shows that the provider can be reached, and most
	 * that it knows the key.
	 */
	synchronized void failed(CallFailure failure) {
		Instant now = failure.time();
		signal(failure.operation(), now);
		Kind kind = Kind.of(failure.code());
		if (failure.status() != null && kind != Kind.UNREACHABLE) {
			disprove(EnumSet.of(Kind.UNREACHABLE), now);
			if (failure.code() != ErrorCode.INVALID_API_KEY && failure.status() < 500) {
				disprove(EnumSet.of(Kind.KEY_MISSING, Kind.KEY_REJECTED), now);
			}
		}
		if (kind == null) {
			return;
		}
		ProblemState problem = this.problems.get(kind);
		if (problem == null) {
			this.problems.put(kind, new ProblemState(this.client, kind, failure));
		}
		else {
			problem.seen(failure);
		}
	}

	synchronized void remember(CallFailure failure) {
		if (this.errors.size() == MAX_ERRORS) {
			this.errors.removeLast();
		}
		this.errors.addFirst(failure);
	}

	synchronized ClientStatus status(Instant now) {
		ClientProblem worst = this.problems.values()
			.stream()
			.filter((problem) -> problem.isCurrent(now))
			.findFirst()
			.map(ProblemState::problem)
			.orElse(null);
		return new ClientStatus(this.activeStreams, this.lastUse, this.lastSignal, worst, List.copyOf(this.errors));
	}

	private void signal(Operation operation, Instant now) {
		this.lastSignal = now;
		if (operation != Operation.MODELS) {
			this.lastUse = now;
		}
	}

	private void disprove(Set<Kind> kinds, Instant now) {
		this.problems.entrySet().removeIf((entry) -> kinds.contains(entry.getKey()) && entry.getValue().disproved(now));
	}

}
