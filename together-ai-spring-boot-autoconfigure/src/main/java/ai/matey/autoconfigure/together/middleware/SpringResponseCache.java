package ai.matey.autoconfigure.together.middleware;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import org.springframework.cache.Cache;
import org.springframework.cache.Cache.ValueWrapper;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.ir.IRChatResponse;
import ai.matey.middleware.cache.ResponseCache;

/**
 * A {@link ResponseCache} backed by a Spring {@code Cache} that holds responses as text.
 * The cache is accessed without blocking if supported, otherwise on a thread that may
 * block.
 */
final class SpringResponseCache implements ResponseCache {

	private final Cache cache;

	private volatile boolean blocking;

	SpringResponseCache(Cache cache) {
		this.cache = cache;
	}

	@Override
	public Mono<IRChatResponse> get(String key) {
		return Mono.defer(() -> {
			CompletableFuture<?> future = this.blocking ? null : retrieve(key);
			Mono<?> value = (future != null) ? Mono.fromFuture(future)
					: Mono.fromCallable(() -> this.cache.get(key)).subscribeOn(Schedulers.boundedElastic());
			return value.flatMap((found) -> Mono.justOrEmpty(response(found)));
		});
	}

	@Override
	public Mono<Void> put(String key, IRChatResponse response) {
		return Mono.<Void>fromRunnable(() -> this.cache.put(key, ResponseJson.write(response)))
			.subscribeOn(Schedulers.boundedElastic());
	}

	/**
	 * Caches do not report until they are accessed that they do not support this.
	 */
	private @Nullable CompletableFuture<?> retrieve(String key) {
		try {
			return this.cache.retrieve(key);
		}
		catch (UnsupportedOperationException | IllegalStateException ex) {
			this.blocking = true;
			return null;
		}
	}

	private static @Nullable IRChatResponse response(Object value) {
		Object unwrapped = (value instanceof ValueWrapper wrapper) ? wrapper.get() : value;
		return (unwrapped instanceof String text) ? ResponseJson.read(text) : null;
	}

}
