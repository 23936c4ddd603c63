package ai.matey.adapter;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;

/**
 * Remembers for a while which models a provider refused as not available. A list of
 * models does not tell: it also names models that one cannot call. Learns from the calls
 * of a client whose listener it is; a call that a model answers proves the opposite.
 * Thread-safe.
 */
public final class RefusedModels implements BackendListener {

	/** How many models are remembered at most; callers may make names up. */
	public static final int LIMIT = 500;

	/** How long a refusal is remembered where nothing else is said. */
	public static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

	private final Duration ttl;

	private final Clock clock;

	private final Map<String, Refusal> refusals = new LinkedHashMap<>();

	/** Spares calls the lock while nothing was refused, which is nearly always. */
	private volatile boolean empty = true;

	/**
	 * Create a memory with nothing in it.
	 * @param ttl how long a refusal is remembered
	 */
	public RefusedModels(Duration ttl) {
		this(ttl, Clock.systemUTC());
	}

	/**
	 * Create a memory with nothing in it.
	 * @param ttl how long a refusal is remembered
	 * @param clock tells the time
	 */
	public RefusedModels(Duration ttl, Clock clock) {
		this.ttl = ttl;
		this.clock = clock;
	}

	/**
	 * Return whether a failure says that its model is not available.
	 * @param failure the failure
	 * @return whether the provider knows no such model, or lets this key not call it
	 */
	public static boolean isRefusal(AdapterException failure) {
		return failure.code() == ErrorCode.UNSUPPORTED_MODEL;
	}

	/**
	 * Return the refusal of a model.
	 * @param model the model
	 * @return the refusal, or {@code null} if none is remembered
	 */
	public @Nullable Refusal find(String model) {
		if (this.empty) {
			return null;
		}
		synchronized (this.refusals) {
			Refusal refusal = this.refusals.get(model);
			return (refusal != null && isCurrent(refusal)) ? refusal : null;
		}
	}

	/**
	 * Return all refusals.
	 * @return those that are remembered, the oldest first
	 */
	public List<Refusal> all() {
		synchronized (this.refusals) {
			List<Refusal> all = new ArrayList<>(this.refusals.values());
			all.removeIf((refusal) -> !isCurrent(refusal));
			return all;
		}
	}

	/**
	 * Remember that a model was refused.
	 * @param model the model
	 * @param failure the refusal
	 */
	public void refused(String model, AdapterException failure) {
		Instant now = this.clock.instant();
		Refusal refusal = new Refusal(model, now, now.plus(this.ttl), failure.status());
		synchronized (this.refusals) {
			this.refusals.values().removeIf((known) -> !isCurrent(known));
			this.refusals.remove(model);
			if (this.refusals.size() == LIMIT) {
				this.refusals.remove(this.refusals.keySet().iterator().next());
			}
			this.refusals.put(model, refusal);
			this.empty = false;
		}
	}

	/**
	 * Forget that a model was refused: it answered.
	 * @param model the model
	 */
	public void served(String model) {
		if (this.empty) {
			return;
		}
		synchronized (this.refusals) {
			this.refusals.remove(model);
			this.empty = this.refusals.isEmpty();
		}
	}

	@Override
	public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
		String model = call.model();
		if (model == null) {
			return;
		}
		if (outcome == Outcome.SUCCESS) {
			served(model);
		}
		else if (failure != null && isRefusal(failure)) {
			refused(model, failure);
		}
	}

	private boolean isCurrent(Refusal refusal) {
		return this.clock.instant().isBefore(refusal.until());
	}

	/**
	 * The refusal of a model.
	 *
	 * @param model the model
	 * @param since when it was refused last
	 * @param until how long that is remembered
	 * @param status the HTTP status: with Together 404 for a name that it does not know,
	 * 400 for a model that needs a dedicated endpoint; {@code null} if unknown
	 */
	public record Refusal(String model, Instant since, Instant until, @Nullable Integer status) {

	}

}
