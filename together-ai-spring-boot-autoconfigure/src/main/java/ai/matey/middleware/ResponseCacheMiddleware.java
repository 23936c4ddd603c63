package ai.matey.middleware;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.middleware.ResponseCacheListener.Result;

/**
 * Returns the cached response to an equal request. Requests are equal if they would be
 * sent in the same way: by the same client, with the same key, to the same model, with
 * the same messages, parameters, tools and format. By default only requests with a
 * {@code temperature} of zero are cached, since otherwise the model would not repeat its
 * response.
 * <p>
 * Only complete responses are cached. A cached response contains the time
 * {@link ai.matey.ir.IRMetadata#cachedAt() when it was cached}, no attempts and no cost,
 * and the usage of the original call; a stream receives it as chunks. Concurrent equal
 * calls share one call to the backend, including its failure: later ones wait for the
 * complete response. If the caller of the running call cancels, the next one takes its
 * place.
 * <p>
 * A stream whose response is not assembled is not cached, since there is no complete
 * response. The middleware belongs after everything that changes requests. Thread-safe.
 */
public final class ResponseCacheMiddleware implements ChatMiddleware {

	private static final Logger logger = LoggerFactory.getLogger(ResponseCacheMiddleware.class);

	private final ResponseCache cache;

	private final String scope;

	private final Mono<String> keyIdentity;

	private final @Nullable String defaultModel;

	private final boolean anyTemperature;

	private final ResponseCacheListener listener;

	private final Map<String, Sinks.One<IRChatResponse>> running = new ConcurrentHashMap<>();

	private final AtomicBoolean failing = new AtomicBoolean();

	private ResponseCacheMiddleware(Builder builder) {
		this.cache = builder.cache;
		this.scope = builder.scope;
		this.keyIdentity = builder.keyIdentity;
		this.defaultModel = builder.defaultModel;
		this.anyTemperature = builder.anyTemperature;
		this.listener = builder.listener;
	}

	/**
	 * Create a builder of a middleware.
	 * @param cache the cache of responses
	 * @return a new builder
	 */
	public static Builder builder(ResponseCache cache) {
		return new Builder(cache);
	}

	@Override
	public String name() {
		return "response-cache";
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return !isRepeatable(request) ? chain.next(request)
				: key(request).flatMap((key) -> chat(new SharedCall(key, request), chain));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return !(isRepeatable(request) && request.assembleResponse()) ? chain.next(request)
				: key(request).flatMapMany((key) -> stream(new SharedCall(key, request), chain));
	}

	private Mono<IRChatResponse> chat(SharedCall call, Chain chain) {
		Mono<IRChatResponse> other = call.join();
		if (other != null) {
			return other.switchIfEmpty(Mono.defer(() -> chat(call, chain)));
		}
		return Mono.usingWhen(Mono.just(call),
				(leader) -> leader.lookUp()
					.switchIfEmpty(Mono.defer(() -> chain.next(call.missed())).doOnNext(leader::received)),
				SharedCall::completed, SharedCall::failed, SharedCall::left);
	}

	private Flux<IRStreamChunk> stream(SharedCall call, StreamChain chain) {
		Mono<IRChatResponse> other = call.join();
		if (other != null) {
			return other.flatMapMany(ResponseReplay::stream).switchIfEmpty(Flux.defer(() -> stream(call, chain)));
		}
		return Flux.usingWhen(Mono.just(call),
				(leader) -> leader.lookUp()
					.flatMapMany(ResponseReplay::stream)
					.switchIfEmpty(Flux.defer(() -> chain.next(call.missed())).doOnNext(leader::received)),
				SharedCall::completed, SharedCall::failed, SharedCall::left);
	}

	private boolean isRepeatable(IRChatRequest request) {
		Double temperature = request.parameters().temperature();
		return this.anyTemperature || (temperature != null && temperature == 0);
	}

	private Mono<String> key(IRChatRequest request) {
		return this.keyIdentity.defaultIfEmpty("")
			.map((identity) -> new RequestDigest().text(this.scope)
				.text(identity)
				.text((request.model() != null) ? request.model() : this.defaultModel)
				.request(request)
				.hex());
	}

	/**
	 * A failing cache is logged once until it works again.
	 */
	private void cacheFailed(Throwable failure) {
		if (this.failing.compareAndSet(false, true)) {
			logger.warn("The response cache of client '{}' fails, calls go on without it: {}", this.scope,
					failure.toString());
		}
	}

	/**
	 * A call that others may share.
	 */
	private final class SharedCall {

		private final String key;

		private final IRChatRequest request;

		private final Sinks.One<IRChatResponse> result = Sinks.one();

		/** Set by the signals of the call and read by the last one. */
		private @Nullable IRChatResponse kept;

		private @Nullable IRChatResponse response;

		private SharedCall(String key, IRChatRequest request) {
			this.key = key;
			this.request = request;
		}

		/**
		 * Join an equal running call.
		 * @return its response, empty if its caller cancelled; or {@code null} if there
		 * is no such call, in which case this call becomes the running one
		 */
		private @Nullable Mono<IRChatResponse> join() {
			ResponseCacheMiddleware cache = ResponseCacheMiddleware.this;
			Sinks.One<IRChatResponse> other = cache.running.putIfAbsent(this.key, this.result);
			return (other == null) ? null : other.asMono().map((response) -> {
				cache.listener.lookedUp(Result.SHARED);
				return ResponseReplay.of(response, this.request);
			});
		}

		private Mono<IRChatResponse> lookUp() {
			ResponseCacheMiddleware cache = ResponseCacheMiddleware.this;
			return cache.cache.get(this.key).onErrorResume((failure) -> {
				cacheFailed(failure);
				return Mono.empty();
			}).map((stored) -> {
				cache.failing.set(false);
				cache.listener.lookedUp(Result.HIT);
				this.kept = stored;
				return ResponseReplay.of(stored, this.request);
			});
		}

		private IRChatRequest missed() {
			ResponseCacheMiddleware.this.listener.lookedUp(Result.MISS);
			return this.request;
		}

		private void received(IRChatResponse response) {
			this.response = ResponseReplay.toKeep(response, this.request);
		}

		private void received(IRStreamChunk chunk) {
			if (chunk instanceof IRStreamChunk.Done done) {
				received(done.response());
			}
		}

		private Mono<Void> completed() {
			IRChatResponse response = this.response;
			Mono<Void> stored = (response != null && ResponseReplay.isComplete(response)) ? store(response)
					: Mono.empty();
			return stored.then(Mono.fromRunnable(() -> {
				IRChatResponse result = (response != null) ? response : this.kept;
				leave();
				if (result != null) {
					this.result.tryEmitValue(result);
				}
				else {
					this.result.tryEmitEmpty();
				}
			}));
		}

		private Mono<Void> store(IRChatResponse response) {
			ResponseCacheMiddleware cache = ResponseCacheMiddleware.this;
			return cache.cache.put(this.key, response)
				.doOnSuccess((nothing) -> cache.failing.set(false))
				.onErrorResume((failure) -> {
					cacheFailed(failure);
					return Mono.empty();
				});
		}

		private Mono<Void> failed(Throwable failure) {
			return Mono.fromRunnable(() -> {
				leave();
				this.result.tryEmitError(failure);
			});
		}

		private Mono<Void> left() {
			return Mono.fromRunnable(() -> {
				leave();
				this.result.tryEmitEmpty();
			});
		}

		private void leave() {
			ResponseCacheMiddleware.this.running.remove(this.key, this.result);
		}

	}

	/**
	 * Builds a {@link ResponseCacheMiddleware}. Not thread-safe.
	 */
	public static final class Builder {

		private final ResponseCache cache;

		private String scope = "";

		private Mono<String> keyIdentity = Mono.empty();

		private @Nullable String defaultModel;

		private boolean anyTemperature;

		private ResponseCacheListener listener = ResponseCacheListener.NONE;

		private Builder(ResponseCache cache) {
			this.cache = Objects.requireNonNull(cache, "cache must not be null");
		}

		/**
		 * Set the scope of the calls, which separates clients that share a cache.
		 * @param scope the scope, such as the name of a client
		 * @return this builder
		 */
		public Builder scope(String scope) {
			this.scope = scope;
			return this;
		}

		/**
		 * Set the identity of API keys, since calls with different keys share nothing.
		 * @param keyIdentity a publisher of a digest of the key, never the key itself;
		 * subscribed to for each call with its Reactor context
		 * @return this builder
		 */
		public Builder keyIdentity(Mono<String> keyIdentity) {
			this.keyIdentity = keyIdentity;
			return this;
		}

		/**
		 * Set the model of requests that do not name one.
		 * @param defaultModel the backend's default, or {@code null} for none
		 * @return this builder
		 */
		public Builder defaultModel(@Nullable String defaultModel) {
			this.defaultModel = defaultModel;
			return this;
		}

		/**
		 * Set whether to cache requests whose temperature is not zero as well.
		 * @param anyTemperature {@code false} by default
		 * @return this builder
		 */
		public Builder anyTemperature(boolean anyTemperature) {
			this.anyTemperature = anyTemperature;
			return this;
		}

		/**
		 * Set the listener of hits and misses.
		 * @param listener the listener
		 * @return this builder
		 */
		public Builder listener(ResponseCacheListener listener) {
			this.listener = listener;
			return this;
		}

		/**
		 * Build the middleware.
		 * @return the middleware
		 */
		public ResponseCacheMiddleware build() {
			return new ResponseCacheMiddleware(this);
		}

	}

}
