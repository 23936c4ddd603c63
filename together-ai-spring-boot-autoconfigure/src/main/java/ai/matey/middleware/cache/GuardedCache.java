package ai.matey.middleware.cache;

import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatResponse;

/**
 * Passes by a cache that fails: a lookup becomes a miss, and storing does nothing. A
 * failing cache is logged once until it works again. Thread-safe.
 */
final class GuardedCache implements ResponseCache {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheMiddleware.class);

	private final ResponseCache cache;

	private final String scope;

	private final AtomicBoolean failing = new AtomicBoolean();

	GuardedCache(ResponseCache cache, String scope) {
		this.cache = cache;
		this.scope = scope;
	}

	@Override
	public Mono<IRChatResponse> get(String key) {
		return guarded(Mono.defer(() -> this.cache.get(key)).doOnNext((found) -> this.failing.set(false)));
	}

	@Override
	public Mono<Void> put(String key, IRChatResponse response) {
		return guarded(
				Mono.defer(() -> this.cache.put(key, response)).doOnSuccess((nothing) -> this.failing.set(false)));
	}

	private <T> Mono<T> guarded(Mono<T> access) {
		return access.onErrorResume((failure) -> {
			if (this.failing.compareAndSet(false, true)) {
				logger.warn("The response cache of client '{}' failed; calls continue without it: {}", this.scope,
						failure.toString());
			}
			return Mono.empty();
		});
	}

}
