package ai.matey.middleware.cache;

import java.util.Map;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.middleware.cache.ResponseCacheListener.Result;

/**
 * A call that equal calls may share while it is running.
 */
final class SharedCall {

	private final String key;

	private final IRChatRequest request;

	private final Map<String, Sinks.One<IRChatResponse>> running;

	private final ResponseCache cache;

	private final ResponseCacheListener listener;

	private final Sinks.One<IRChatResponse> result = Sinks.one();

	/** Set by the signals of the call and read by the last one. */
	private @Nullable IRChatResponse kept;

	private @Nullable IRChatResponse response;

	/**
	 * Create a call.
	 * @param key a digest of the request
	 * @param request the request
	 * @param running the running calls by key, among which it takes its place
	 * @param cache the cache of responses
	 * @param listener the listener of lookups
	 */
	SharedCall(String key, IRChatRequest request, Map<String, Sinks.One<IRChatResponse>> running, ResponseCache cache,
			ResponseCacheListener listener) {
		this.key = key;
		this.request = request;
		this.running = running;
		this.cache = cache;
		this.listener = listener;
	}

	/**
	 * Join an equal running call.
	 * @return its response, empty if its caller cancelled; or {@code null} if there is no
	 * such call, in which case this call becomes the running one
	 */
	@Nullable Mono<IRChatResponse> join() {
		Sinks.One<IRChatResponse> other = this.running.putIfAbsent(this.key, this.result);
		return (other == null) ? null : other.asMono().map((response) -> {
			this.listener.lookedUp(Result.SHARED);
			return ResponseReplay.of(response, this.request);
		});
	}

	Mono<IRChatResponse> lookUp() {
		return this.cache.get(this.key).map((stored) -> {
			this.listener.lookedUp(Result.HIT);
			this.kept = stored;
			return ResponseReplay.of(stored, this.request);
		});
	}

	/**
	 * Return the request to send, since nothing is cached.
	 */
	IRChatRequest missed() {
		this.listener.lookedUp(Result.MISS);
		return this.request;
	}

	void received(IRChatResponse response) {
		this.response = ResponseReplay.toKeep(response, this.request);
	}

	void received(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Done done) {
			received(done.response());
		}
	}

	Mono<Void> completed() {
		IRChatResponse response = this.response;
		Mono<Void> stored = (response != null && ResponseReplay.isComplete(response))
				? this.cache.put(this.key, response) : Mono.empty();
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

	Mono<Void> failed(Throwable failure) {
		return Mono.fromRunnable(() -> {
			leave();
			this.result.tryEmitError(failure);
		});
	}

	/**
	 * Called when the caller has cancelled: the next equal call takes its place.
	 */
	Mono<Void> cancelled() {
		return Mono.fromRunnable(() -> {
			leave();
			this.result.tryEmitEmpty();
		});
	}

	private void leave() {
		this.running.remove(this.key, this.result);
	}

}
