package ai.matey.middleware.cache;

import java.util.Objects;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Builds a {@link ResponseCacheMiddleware}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class ResponseCacheMiddlewareBuilder {

	private final ResponseCache cache;

	private String scope = "";

	private Mono<String> keyIdentity = Mono.empty();

	private @Nullable String defaultModel;

	private boolean anyTemperature;

	private ResponseCacheListener listener = ResponseCacheListener.NONE;

	ResponseCacheMiddlewareBuilder(ResponseCache cache) {
		this.cache = Objects.requireNonNull(cache, "cache must not be null");
	}

	/**
	 * Set the scope of the calls, which separates clients that share a cache.
	 * @param scope the scope, such as the name of a client
	 * @return this builder
	 */
	public ResponseCacheMiddlewareBuilder scope(String scope) {
		this.scope = scope;
		return this;
	}

	/**
	 * Set the identity of API keys, since calls with different keys share nothing.
	 * @param keyIdentity a publisher of a digest of the key, never the key itself;
	 * subscribed to for each call with its Reactor context
	 * @return this builder
	 */
	public ResponseCacheMiddlewareBuilder keyIdentity(Mono<String> keyIdentity) {
		this.keyIdentity = keyIdentity;
		return this;
	}

	/**
	 * Set the model of requests that do not name one.
	 * @param defaultModel the backend's default, or {@code null} for none
	 * @return this builder
	 */
	public ResponseCacheMiddlewareBuilder defaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
		return this;
	}

	/**
	 * Set whether to cache requests whose temperature is not zero as well.
	 * @param anyTemperature {@code false} by default
	 * @return this builder
	 */
	public ResponseCacheMiddlewareBuilder anyTemperature(boolean anyTemperature) {
		this.anyTemperature = anyTemperature;
		return this;
	}

	/**
	 * Set the listener of hits and misses.
	 * @param listener the listener
	 * @return this builder
	 */
	public ResponseCacheMiddlewareBuilder listener(ResponseCacheListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Build the middleware.
	 * @return the middleware
	 */
	public ResponseCacheMiddleware build() {
		return new ResponseCacheMiddleware(new GuardedCache(this.cache, this.scope), this.scope, this.keyIdentity,
				this.defaultModel, this.anyTemperature, this.listener);
	}

}
