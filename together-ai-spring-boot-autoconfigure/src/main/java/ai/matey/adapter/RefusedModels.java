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
 * Remembers for a limited time which models a provider refused as not available, since a
 * list of models also contains models that cannot be called. Learns from the calls of the
 * client that it listens to; a successful call removes a refusal. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RefusedModels implements BackendListener {

	/** The maximum number of models to remember, since callers may send any name. */
	public static final int LIMIT = 500;

	/** The default time for which a refusal is remembered. */
	public static final Duration DEFAULT_TTL = Duration.ofMinutes(10);

	private final Duration ttl;

	private final Clock clock;

	private final Map<String, Refusal> refusals = new LinkedHashMap<>();

	/**
	 * Lets calls skip the lock while nothing is refused, as is nearly always the case.
	 */
	private volatile boolean empty = true;

	/**
	 * Create an instance without refusals.
	 * @param ttl how long a refusal is remembered
	 */
	public RefusedModels(Duration ttl) {
		this(ttl, Clock.systemUTC());
	}

	/**
	 * Create an instance without refusals.
	 * @param ttl how long a refusal is remembered
	 * @param clock the clock
	 */
	public RefusedModels(Duration ttl, Clock clock) {
		this.ttl = ttl;
		this.clock = clock;
	}

	/**
	 * Return whether a failure means that its model is not available.
	 * @param failure the failure
	 * @return whether the provider does not know the model or does not allow this key to
	 * call it
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
	 * @return the remembered refusals, oldest first
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
	 * Forget that a model was refused, because it has responded.
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
	 * @param since when the model was last refused
	 * @param until when the refusal will be forgotten
	 * @param status the HTTP status: Together sends 404 for an unknown name and 400 for a
	 * model that needs a dedicated endpoint; {@code null} if unknown
	 */
	public record Refusal(String model, Instant since, Instant until, @Nullable Integer status) {

	}

}
