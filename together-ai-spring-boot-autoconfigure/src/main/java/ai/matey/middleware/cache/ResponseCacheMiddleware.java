package ai.matey.middleware.cache;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

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
 *
 * @since 0.1.0
 */
public final class ResponseCacheMiddleware implements ChatMiddleware {

	private final ResponseCache cache;

	private final String scope;

	private final Mono<String> keyIdentity;

	private final @Nullable String defaultModel;

	private final boolean anyTemperature;

	private final ResponseCacheListener listener;

	private final Map<String, Sinks.One<IRChatResponse>> running = new ConcurrentHashMap<>();

	ResponseCacheMiddleware(ResponseCache cache, String scope, Mono<String> keyIdentity, @Nullable String defaultModel,
			boolean anyTemperature, ResponseCacheListener listener) {
		this.cache = cache;
		this.scope = scope;
		this.keyIdentity = keyIdentity;
		this.defaultModel = defaultModel;
		this.anyTemperature = anyTemperature;
		this.listener = listener;
	}

	/**
	 * Create a builder of a middleware.
	 * @param cache the cache of responses
	 * @return a new builder
	 */
	public static ResponseCacheMiddlewareBuilder builder(ResponseCache cache) {
		return new ResponseCacheMiddlewareBuilder(cache);
	}

	@Override
	public String name() {
		return "response-cache";
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return !isRepeatable(request) ? chain.next(request)
				: key(request).flatMap((key) -> chat(call(key, request), chain));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return !(isRepeatable(request) && request.assembleResponse()) ? chain.next(request)
				: key(request).flatMapMany((key) -> stream(call(key, request), chain));
	}

	private Mono<IRChatResponse> chat(SharedCall call, Chain chain) {
		Mono<IRChatResponse> other = call.join();
		if (other != null) {
			return other.switchIfEmpty(Mono.defer(() -> chat(call, chain)));
		}
		return Mono.usingWhen(Mono.just(call),
				(leader) -> leader.lookUp()
					.switchIfEmpty(Mono.defer(() -> chain.next(call.missed())).doOnNext(leader::received)),
				SharedCall::completed, SharedCall::failed, SharedCall::cancelled);
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
				SharedCall::completed, SharedCall::failed, SharedCall::cancelled);
	}

	private SharedCall call(String key, IRChatRequest request) {
		return new SharedCall(key, request, this.running, this.cache, this.listener);
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

}
