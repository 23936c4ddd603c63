package ai.matey.autoconfigure.together.middleware;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.cache.Cache;
import org.springframework.cache.CacheManager;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherClientProperties;
import ai.matey.autoconfigure.together.TogetherMiddlewareFactory;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.ChatMiddleware;
import ai.matey.middleware.cache.ResponseCacheMiddleware;

/**
 * Creates the response cache of each client that has one. Thread-safe.
 */
final class TogetherResponseCaches implements TogetherMiddlewareFactory {

	private final TogetherProperties properties;

	private final ObjectProvider<CacheManager> managers;

	private final ObjectProvider<TogetherMiddlewareListener> listeners;

	TogetherResponseCaches(TogetherProperties properties, ObjectProvider<CacheManager> managers,
			ObjectProvider<TogetherMiddlewareListener> listeners) {
		this.properties = properties;
		this.managers = managers;
		this.listeners = listeners;
	}

	@Override
	public @Nullable ChatMiddleware create(TogetherAIBackendAdapter adapter) {
		String client = adapter.clientName();
		TogetherClientProperties.Cache settings = ClientSettings.of(client, this.properties).cache();
		if (!Boolean.TRUE.equals(settings.enabled())) {
			return null;
		}
		return ResponseCacheMiddleware.builder(new SpringResponseCache(cache(String.valueOf(settings.name()))))
			.scope(client)
			.keyIdentity(adapter.keyIdentity())
			.defaultModel(adapter.defaultModel())
			.anyTemperature(Boolean.TRUE.equals(settings.anyTemperature()))
			.listener((result) -> this.listeners.forEach((listener) -> listener.cacheLookedUp(client, result)))
			.build();
	}

	private Cache cache(String name) {
		CacheManager manager = this.managers.getIfUnique();
		if (manager == null) {
			throw new TogetherConfigurationException("together.cache.enabled",
					"It is true, but the application has no CacheManager, or several without a primary one.",
					"Add spring-boot-starter-cache and @EnableCaching, or set together.cache.enabled to false.");
		}
		Cache cache = manager.getCache(name);
		if (cache == null) {
			throw new TogetherConfigurationException("together.cache.name",
					"The application's CacheManager has no cache '" + name + "'.",
					"Add '" + name + "' to spring.cache.cache-names, or set together.cache.name to an existing cache.");
		}
		return cache;
	}

}
