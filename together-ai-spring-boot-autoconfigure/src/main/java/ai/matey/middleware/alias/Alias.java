package ai.matey.middleware.alias;

import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import ai.matey.errors.ErrorCode;

/**
 * An alias of several models, with the model that responded last.
 */
final class Alias {

	private static final Logger logger = LoggerFactory.getLogger(ModelAliasMiddleware.class);

	private final Clock clock;

	private final AtomicReference<AliasStatus> status;

	/** Whether it was logged that the models are of different kinds. */
	private final AtomicBoolean mixed = new AtomicBoolean();

	Alias(String name, List<String> models, Clock clock) {
		this.clock = clock;
		this.status = new AtomicReference<>(new AliasStatus(name, models, null, null, null));
	}

	String name() {
		return status().alias();
	}

	List<String> models() {
		return status().models();
	}

	/**
	 * Return the models of the same kind as the first choice, since others could not
	 * respond to its requests. Models of an unknown kind are included.
	 */
	List<String> models(ModelHints hints) {
		List<String> models = models();
		String kind = (models.size() > 1) ? hints.kind(models.get(0)) : null;
		if (kind == null) {
			return models;
		}
		List<String> others = models.stream()
			.filter((model) -> !kind.equals(Objects.requireNonNullElse(hints.kind(model), kind)))
			.toList();
		if (others.isEmpty()) {
			return models;
		}
		if (this.mixed.compareAndSet(false, true)) {
			logger.warn("The alias '{}' mixes kinds of models: its first model is of kind '{}', so it never moves on "
					+ "to {}. Give each kind an alias of its own.", name(), kind, String.join(", ", others));
		}
		return models.stream().filter((model) -> !others.contains(model)).toList();
	}

	AliasStatus status() {
		return this.status.get();
	}

	/**
	 * Most calls are served by the same model as the previous one.
	 */
	void served(String model, @Nullable ErrorCode reason) {
		AliasStatus known = status();
		if (!model.equals(known.serving()) || reason != known.reason()) {
			this.status.set(new AliasStatus(known.alias(), known.models(), model, this.clock.instant(), reason));
		}
	}

}
