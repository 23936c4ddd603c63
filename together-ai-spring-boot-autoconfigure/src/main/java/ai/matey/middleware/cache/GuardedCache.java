package ai.matey.middleware.cache;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import ai.matey.adapter.Outage;
import ai.matey.ir.IRChatResponse;

/**
 * Passes by a cache that fails or does not respond in time: a lookup becomes a miss, and
 * storing does nothing. A failing cache is logged once until it works again. Thread-safe.
 */
final class GuardedCache implements ResponseCache {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheMiddleware.class);

	/** The maximum time that a call waits for the cache. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private final ResponseCache cache;

	private final String scope;

	private final Outage outage = new Outage();

	GuardedCache(ResponseCache cache, String scope) {
		this.cache = cache;
		this.scope = scope;
	}

	@Override
	public Mono<IRChatResponse> get(String key) {
		return guarded(Mono.defer(() -> this.cache.get(key)));
	}

	@Override
	public Mono<Void> put(String key, IRChatResponse response) {
		return guarded(Mono.defer(() -> this.cache.put(key, response)));
	}

	private <T> Mono<T> guarded(Mono<T> access) {
		return access.timeout(PATIENCE).doOnSuccess((value) -> this.outage.worked()).onErrorResume((failure) -> {
			if (this.outage.failed()) {
				logger.warn("The response cache of client '{}' failed; calls continue without it: {}", this.scope,
						failure.toString());
			}
			return Mono.empty();
		});
	}

}
