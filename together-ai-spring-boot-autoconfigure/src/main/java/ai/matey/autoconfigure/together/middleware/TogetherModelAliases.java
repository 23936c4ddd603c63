package ai.matey.autoconfigure.together.middleware;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherClientProperties.Models;
import ai.matey.autoconfigure.together.TogetherMiddlewareFactory;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.ChatMiddleware;
import ai.matey.middleware.alias.AliasStatus;
import ai.matey.middleware.alias.ModelAliasMiddleware;
import ai.matey.middleware.alias.ModelAliasMiddlewareBuilder;

/**
 * Creates the aliases of each client and provides their status. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherModelAliases implements TogetherMiddlewareFactory {

	private final TogetherProperties properties;

	private final ObjectProvider<TogetherMiddlewareListener> listeners;

	private final Map<String, ModelAliasMiddleware> aliases = new ConcurrentHashMap<>();

	TogetherModelAliases(TogetherProperties properties, ObjectProvider<TogetherMiddlewareListener> listeners) {
		this.properties = properties;
		this.listeners = listeners;
	}

	/**
	 * Return the status of a client's aliases.
	 * @param client the client's name
	 * @return one status for each alias, sorted by name
	 */
	public List<AliasStatus> status(String client) {
		ModelAliasMiddleware middleware = this.aliases.get(client);
		return (middleware != null) ? middleware.status() : List.of();
	}

	@Override
	public @Nullable ChatMiddleware create(TogetherAIBackendAdapter adapter) {
		String client = adapter.clientName();
		ClientSettings settings = ClientSettings.of(client, this.properties);
		Models models = settings.models();
		Map<String, List<String>> aliases = models.aliases();
		if (aliases == null || aliases.isEmpty()) {
			return null;
		}
		ModelAliasMiddlewareBuilder builder = ModelAliasMiddleware.builder()
			.defaultModel(defaultModel(settings.defaultModel(), aliases, adapter))
			.overloadLeftAtOnce(Boolean.TRUE.equals(models.fallbackAtOnce()))
			.rateLimitLeft(Boolean.TRUE.equals(models.fallbackOnRateLimit()))
			.totalTimeout(settings.deadlines().total())
			.refusedModels(adapter.refusedModels())
			.hints(new CatalogueHints(adapter))
			.listener((alias, from, to, reason) -> this.listeners
				.forEach((listener) -> listener.movedOn(client, alias, from, to, reason)));
		aliases.forEach(builder::alias);
		ModelAliasMiddleware middleware = build(builder);
		this.aliases.put(client, middleware);
		return middleware;
	}

	/**
	 * The default of the adapter itself is the first model of an alias, unless a
	 * customizer set another one.
	 */
	private static @Nullable String defaultModel(@Nullable String configured, Map<String, List<String>> aliases,
			TogetherAIBackendAdapter adapter) {
		List<String> models = (configured != null) ? aliases.get(configured) : null;
		return (models != null && !models.isEmpty() && models.get(0).equals(adapter.defaultModel())) ? configured
				: adapter.defaultModel();
	}

	private static ModelAliasMiddleware build(ModelAliasMiddlewareBuilder builder) {
		try {
			return builder.build();
		}
		catch (IllegalArgumentException ex) {
			throw new TogetherConfigurationException("together.models.aliases", ex.getMessage() + ".",
					"Change together.models.aliases.");
		}
	}

}
