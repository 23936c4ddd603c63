package ai.matey.observation.client;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.errors.ErrorCode;
import ai.matey.observation.client.ClientProblem.Kind;

/**
 * The state of one client, derived from its calls. The lock is only held for a few
 * assignments, a few times per call; log statements are returned and run outside of it.
 */
final class ClientState {

	private static final int MAX_ERRORS = 20;

	/**
	 * The number of recent calls of which most must have failed before a problem of some
	 * calls becomes general.
	 */
	private static final int MAX_ENDS = 10;

	private static final int MAX_OVERLOADED_MODELS = 20;

	private static final Duration OVERLOAD_LIFETIME = Duration.ofMinutes(1);

	private final String client;

	private final Map<Kind, ProblemState> problems = new EnumMap<>(Kind.class);

	private final Deque<CallFailure> errors = new ArrayDeque<>();

	/** The outcomes of the last calls, latest first. */
	private final Deque<End> ends = new ArrayDeque<>();

	private final Map<String, Instant> overloadedModels = new LinkedHashMap<>();

	private int activeStreams;

	/** Whether there was ever a key, so that a call without one may be an exception. */
	private boolean keyed;

	private @Nullable Instant lastUse;

	private @Nullable Instant lastSignal;

	ClientState(String client) {
		this.client = client;
	}

	synchronized void streams(int change) {
		this.activeStreams += change;
	}

	/**
	 * Record that a response has started. Operations that query the provider itself need
	 * no credit and no capacity, so they disprove fewer problems.
	 */
	synchronized List<Runnable> responded(Operation operation, Instant now) {
		signal(operation, now);
		this.keyed = true;
		return disprove(operation.isInference() ? EnumSet.complementOf(EnumSet.of(Kind.OVERLOADED, Kind.FAILING))
				: EnumSet.of(Kind.KEY_MISSING, Kind.KEY_REJECTED, Kind.KEY_UNAVAILABLE, Kind.UNREACHABLE), now);
	}

	/**
	 * Record that a call has succeeded.
	 */
	synchronized List<Runnable> succeeded(Operation operation, @Nullable String model, Instant now) {
		if (!operation.isInference()) {
			return List.of();
		}
		signal(operation, now);
		end(End.GOOD);
		this.overloadedModels.remove(model);
		return disprove(EnumSet.allOf(Kind.class), now);
	}

	/**
	 * Record that an attempt has failed. Even an error shows that the provider can be
	 * reached, and most errors show that it accepts the key. A missing key is no problem
	 * if only the provider itself was queried, since calls may bring their own.
	 */
	synchronized List<Runnable> failed(CallFailure failure) {
		Instant now = failure.time();
		List<Runnable> news = new ArrayList<>();
		Kind kind = Kind.of(failure.code());
		if (failure.status() != null && kind != Kind.UNREACHABLE) {
			news.addAll(disprove(EnumSet.of(Kind.UNREACHABLE), now));
			if (failure.code() != ErrorCode.INVALID_API_KEY && failure.status() < 500) {
				news.addAll(disprove(EnumSet.of(Kind.KEY_MISSING, Kind.KEY_REJECTED, Kind.KEY_UNAVAILABLE), now));
			}
		}
		boolean withoutKey = kind == Kind.KEY_MISSING || kind == Kind.KEY_UNAVAILABLE;
		if (withoutKey && !failure.operation().isInference()) {
			return news;
		}
		signal(failure.operation(), now);
		if (kind != null) {
			seen(kind, failure, news);
		}
		return news;
	}

	private void seen(Kind kind, CallFailure failure, List<Runnable> news) {
		ProblemState known = this.problems.get(kind);
		if (known != null && !known.isOver(failure.time())) {
			known.seen(failure);
			return;
		}
		if (known != null) {
			news.add(known.end());
		}
		ProblemState problem = new ProblemState(this.client, kind, failure);
		this.problems.put(kind, problem);
		news.add(problem.beginning());
	}

	/**
	 * Record that a call has failed.
	 */
	synchronized void remember(CallFailure failure) {
		if (this.errors.size() == MAX_ERRORS) {
			this.errors.removeLast();
		}
		this.errors.addFirst(failure);
		if (!failure.operation().isInference()) {
			return;
		}
		Kind kind = Kind.of(failure.code());
		end(new End(kind));
		if (kind == Kind.OVERLOADED && failure.model() != null) {
			this.overloadedModels.remove(failure.model());
			this.overloadedModels.put(failure.model(), failure.time());
			if (this.overloadedModels.size() > MAX_OVERLOADED_MODELS) {
				this.overloadedModels.remove(this.overloadedModels.keySet().iterator().next());
			}
		}
	}

	synchronized ClientStatus status(Instant now) {
		ClientProblem worst = null;
		for (Map.Entry<Kind, ProblemState> entry : this.problems.entrySet()) {
			boolean general = isGeneral(entry.getKey());
			if (entry.getValue().isCurrent(now) && (worst == null || (general && !worst.general()))) {
				worst = entry.getValue().problem(general);
			}
		}
		List<String> overloaded = this.overloadedModels.entrySet()
			.stream()
			.filter((entry) -> now.isBefore(entry.getValue().plus(OVERLOAD_LIFETIME)))
			.map(Map.Entry::getKey)
			.toList();
		return new ClientStatus(this.activeStreams, this.lastUse, this.lastSignal, worst, overloaded,
				List.copyOf(this.errors));
	}

	private boolean isGeneral(Kind kind) {
		boolean ofSomeCalls = kind.isOfModel() || (kind == Kind.KEY_MISSING && this.keyed);
		return !ofSomeCalls || this.ends.stream().filter((end) -> end.kind() == kind).count() > MAX_ENDS / 2;
	}

	private void end(End end) {
		if (this.ends.size() == MAX_ENDS) {
			this.ends.removeLast();
		}
		this.ends.addFirst(end);
	}

	private void signal(Operation operation, Instant now) {
		this.lastSignal = now;
		if (operation.isInference()) {
			this.lastUse = now;
		}
	}

	private List<Runnable> disprove(Set<Kind> kinds, Instant now) {
		List<Runnable> news = new ArrayList<>(0);
		for (Kind kind : kinds) {
			ProblemState problem = this.problems.get(kind);
			if (problem != null) {
				problem.disproved();
				if (problem.isOver(now)) {
					this.problems.remove(kind);
					news.add(problem.end());
				}
			}
		}
		return news;
	}

	/**
	 * The outcome of a call.
	 *
	 * @param kind the kind of problem that its failure indicates, or {@code null}
	 */
	private record End(@Nullable Kind kind) {

		private static final End GOOD = new End(null);

	}

}
