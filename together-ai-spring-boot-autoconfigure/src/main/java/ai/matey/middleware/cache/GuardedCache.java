package ai.matey.middleware.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatResponse;

/**
 * Passes by a cache that fails or does not respond in time: a lookup becomes a miss, and
 * storing does nothing. A failing cache is logged once until it works again. Thread-safe.
 */
final class GuardedCache implements ResponseCache {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheMiddleware.class);

	/** The maximum time that a call waits for the cache. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	/** A cache that fails more often than this has not recovered in between. */
	private static final Duration CALM = Duration.ofSeconds(10);

	private final ResponseCache cache;

	private final String scope;

	private final AtomicBoolean failing = new AtomicBoolean();

	private volatile long failed;

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
		return access.timeout(PATIENCE).doOnSuccess((value) -> worked()).onErrorResume((failure) -> {
			failed(failure);
			return Mono.empty();
		});
	}

	private void worked() {
		if (this.failing.get() && System.nanoTime() - this.failed >= CALM.toNanos()) {
			this.failing.set(false);
		}
	}

	private void failed(Throwable failure) {
		this.failed = System.nanoTime();
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The response cache of client '{}' failed; calls continue without it: {}", this.scope,
					failure.toString());
		}
	}

}
