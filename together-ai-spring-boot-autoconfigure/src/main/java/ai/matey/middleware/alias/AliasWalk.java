package ai.matey.middleware.alias;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.RefusedModels;
import ai.matey.adapter.RefusedModels.Refusal;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRWarning;

/**
 * The progress of one call through the models of an alias. Signals of the call access it
 * one at a time.
 *
 * @param <Q> the kind of request
 */
final class AliasWalk<Q extends IRRequest> {

	private static final Duration LEAST = Duration.ofMillis(1);

	private final Alias alias;

	private final Q request;

	private final Substitution<Q> substitution;

	private final FallbackPolicy policy;

	private final RefusedModels refused;

	private final ModelHints hints;

	private final FallbackListener listener;

	private final List<String> models;

	private final List<IRWarning> warnings = new ArrayList<>(0);

	private final long start = System.nanoTime();

	private int position;

	private boolean served;

	private @Nullable ErrorCode reason;

	private @Nullable AdapterException lastFailure;

	AliasWalk(Alias alias, Q request, Substitution<Q> substitution, FallbackPolicy policy, RefusedModels refused,
			ModelHints hints, FallbackListener listener) {
		this.alias = alias;
		this.request = request;
		this.substitution = substitution;
		this.policy = policy;
		this.refused = refused;
		this.hints = hints;
		this.listener = listener;
		this.models = candidates();
	}

	/**
	 * If all models were refused, all are tried again, since one of them may be available
	 * again.
	 */
	private List<String> candidates() {
		List<String> models = this.alias.models(this.hints);
		List<String> candidates = new ArrayList<>(models.size());
		for (String model : models) {
			Refusal refusal = this.refused.find(model);
			if (refusal == null) {
				candidates.add(model);
			}
			else if (candidates.isEmpty()) {
				this.reason = ErrorCode.UNSUPPORTED_MODEL;
				warn(model + " was not available at " + refusal.since().truncatedTo(ChronoUnit.SECONDS));
			}
		}
		if (!candidates.isEmpty()) {
			return candidates;
		}
		this.reason = null;
		this.warnings.clear();
		return models;
	}

	/**
	 * Return the request for the current model.
	 */
	Q request() {
		IRMetadata metadata = this.request.metadata();
		if (!this.warnings.isEmpty()) {
			metadata = metadata.mutate().warnings(this.warnings).warnings(hintsOfModel()).build();
		}
		IRDeadlines deadlines = this.request.deadlines();
		Duration left = timeLeft();
		if (this.position > 0 && left != null) {
			deadlines = deadlines.withTotal((left.compareTo(LEAST) > 0) ? left : LEAST);
		}
		return this.substitution.apply(this.request, model(), metadata, deadlines,
				!isLast() && this.policy.isOverloadLeftAtOnce());
	}

	private List<IRWarning> hintsOfModel() {
		return (this.request instanceof IRChatRequest chat) ? this.hints.warnings(chat, model()) : List.of();
	}

	/**
	 * Record that the current model has responded or started to.
	 */
	void served() {
		if (!this.served) {
			this.served = true;
			this.refused.served(model());
			this.alias.served(model(), this.reason);
		}
	}

	/**
	 * Move on to the next model if there is one and the failure allows it.
	 * @param failure the failure of the current model
	 * @return whether there is a next request
	 */
	boolean movesOn(AdapterException failure) {
		if (this.served) {
			return false;
		}
		if (RefusedModels.isRefusal(failure)) {
			this.refused.refused(model(), failure);
		}
		if (this.lastFailure != null && this.lastFailure != failure) {
			failure.addSuppressed(this.lastFailure);
		}
		this.lastFailure = failure;
		if (isLast() || !this.policy.movesOn(failure) || isTimeUp()) {
			return false;
		}
		String from = model();
		this.position++;
		this.reason = failure.code();
		warn(from + " failed with " + failure.code());
		this.listener.movedOn(this.alias.name(), from, model(), failure);
		return true;
	}

	private String model() {
		return this.models.get(this.position);
	}

	private boolean isLast() {
		return this.position == this.models.size() - 1;
	}

	private void warn(String what) {
		this.warnings.add(new IRWarning(IRWarning.Category.MODEL_SUBSTITUTED,
				"The alias '" + this.alias.name() + "' fell back to another model: " + what, "model",
				ModelAliasMiddleware.NAME));
	}

	private boolean isTimeUp() {
		Duration left = timeLeft();
		return left != null && (left.isNegative() || left.isZero());
	}

	/**
	 * The deadline of the whole call applies to all models together.
	 */
	private @Nullable Duration timeLeft() {
		Duration own = this.request.deadlines().total();
		Duration total = (own != null) ? own : this.policy.totalTimeout();
		return (total != null) ? total.minusNanos(System.nanoTime() - this.start) : null;
	}

}
