package ai.matey.middleware;

import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.RefusedModels;

/**
 * Builds a {@link ModelAliasMiddleware}. Not thread-safe.
 */
public final class ModelAliasMiddlewareBuilder {

	private final Map<String, List<String>> aliases = new LinkedHashMap<>();

	private @Nullable String defaultModel;

	private boolean overloadLeftAtOnce;

	private boolean rateLimitLeft;

	private @Nullable Duration totalTimeout;

	private @Nullable RefusedModels refusedModels;

	private ModelHints hints = ModelHints.NONE;

	private FallbackListener listener = FallbackListener.NONE;

	private Clock clock = Clock.systemUTC();

	ModelAliasMiddlewareBuilder() {
	}

	/**
	 * Add an alias.
	 * @param alias the name by which requests ask for it
	 * @param models the models that it stands for, the first choice first; none of them
	 * may be another alias
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder alias(String alias, List<String> models) {
		this.aliases.put(alias, List.copyOf(models));
		return this;
	}

	/**
	 * Set what a request without a model asks for, so that it can be an alias, too.
	 * @param defaultModel the backend's default, or {@code null} for none
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder defaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
		return this;
	}

	/**
	 * Set whether an overloaded model is left at once, without the backend's own retries.
	 * Then no request to any but the last model is sent twice, for whatever reason.
	 * @param leftAtOnce {@code false} by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder overloadLeftAtOnce(boolean leftAtOnce) {
		this.overloadLeftAtOnce = leftAtOnce;
		return this;
	}

	/**
	 * Set whether a model whose rate limit is exceeded is left, too.
	 * @param left {@code false} by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder rateLimitLeft(boolean left) {
		this.rateLimitLeft = left;
		return this;
	}

	/**
	 * Set the backend's deadline for a whole call. It holds for all models of an alias
	 * together, unless the request has its own.
	 * @param totalTimeout the deadline, or {@code null} for none
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder totalTimeout(@Nullable Duration totalTimeout) {
		this.totalTimeout = totalTimeout;
		return this;
	}

	/**
	 * Set what remembers refused models, so that calls without an alias contribute.
	 * @param refusedModels the memory; by default one of its own
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder refusedModels(RefusedModels refusedModels) {
		this.refusedModels = refusedModels;
		return this;
	}

	/**
	 * Set what knows which parameters a model does not take.
	 * @param hints asked only when it is not the first choice that will answer
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder hints(ModelHints hints) {
		this.hints = hints;
		return this;
	}

	/**
	 * Set what is told when an alias moves on.
	 * @param listener the listener
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder listener(FallbackListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Set what tells the time.
	 * @param clock the system's by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Build the middleware.
	 * @return the middleware
	 * @throws IllegalArgumentException if an alias stands for no model or for an alias
	 */
	public ModelAliasMiddleware build() {
		Map<String, Alias> aliases = new HashMap<>();
		this.aliases.forEach((name, models) -> aliases.put(name, new Alias(name, checked(name, models), this.clock)));
		return new ModelAliasMiddleware(aliases, this.defaultModel,
				new FallbackPolicy(this.overloadLeftAtOnce, this.rateLimitLeft, this.totalTimeout),
				Objects.requireNonNullElseGet(this.refusedModels,
						() -> new RefusedModels(RefusedModels.DEFAULT_TTL, this.clock)),
				this.hints, this.listener);
	}

	private List<String> checked(String alias, List<String> models) {
		if (models.isEmpty()) {
			throw new IllegalArgumentException("The alias '" + alias + "' stands for no model; name at least one");
		}
		for (String model : models) {
			if (model.isBlank()) {
				throw new IllegalArgumentException("The alias '" + alias + "' has a model without a name");
			}
			if (this.aliases.containsKey(model) && !model.equals(alias)) {
				throw new IllegalArgumentException(
						"The alias '" + alias + "' stands for the alias '" + model + "'; name the models themselves");
			}
		}
		return models;
	}

}
