package ai.matey.middleware.alias;

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
 *
 * @since 0.1.0
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
	 * @param alias the name that requests use as their model
	 * @param models the models of the alias, first choice first, none of which may be
	 * another alias
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder alias(String alias, List<String> models) {
		this.aliases.put(alias, List.copyOf(models));
		return this;
	}

	/**
	 * Set the model of requests that do not name one, which may be an alias.
	 * @param defaultModel the backend's default, or {@code null} for none
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder defaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
		return this;
	}

	/**
	 * Set whether to leave an overloaded model immediately, without the backend's own
	 * retries. In that case only requests to the last model are retried, whatever the
	 * failure.
	 * @param leftAtOnce {@code false} by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder overloadLeftAtOnce(boolean leftAtOnce) {
		this.overloadLeftAtOnce = leftAtOnce;
		return this;
	}

	/**
	 * Set whether to leave a model whose rate limit is exceeded as well.
	 * @param left {@code false} by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder rateLimitLeft(boolean left) {
		this.rateLimitLeft = left;
		return this;
	}

	/**
	 * Set the backend's deadline for a whole call. It applies to all models of an alias
	 * together unless the request has its own.
	 * @param totalTimeout the deadline, or {@code null} for none
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder totalTimeout(@Nullable Duration totalTimeout) {
		this.totalTimeout = totalTimeout;
		return this;
	}

	/**
	 * Set the memory of refused models, so that calls without an alias contribute to it.
	 * @param refusedModels the memory; a separate one by default
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder refusedModels(RefusedModels refusedModels) {
		this.refusedModels = refusedModels;
		return this;
	}

	/**
	 * Set the hints about parameters that models do not support.
	 * @param hints the hints, only used when another model than the first choice is
	 * called
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder hints(ModelHints hints) {
		this.hints = hints;
		return this;
	}

	/**
	 * Set the listener of aliases that move on.
	 * @param listener the listener
	 * @return this builder
	 */
	public ModelAliasMiddlewareBuilder listener(FallbackListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Set the clock.
	 * @param clock the clock; that of the system by default
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
