package ai.matey.observation;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendCall.Operation;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Observes chats at the position of this middleware, so that the work of later middleware
 * is part of the observation, which it finds in the Reactor context.
 * <p>
 * It belongs before all other middleware, except for middleware that calls the model
 * several times, which must come first so that each call is observed. Thread-safe.
 *
 * @since 0.1.0
 */
public final class ObservationChatMiddleware implements ChatMiddleware {

	private final GenAiObserver observer;

	/**
	 * Create the middleware.
	 * @param observer the observer of the calls
	 */
	public ObservationChatMiddleware(GenAiObserver observer) {
		this.observer = observer;
	}

	@Override
	public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return this.observer.observed(Operation.CHAT, request, chain.next(request));
	}

	@Override
	public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return this.observer.observedStream(Operation.CHAT, request, chain.next(request));
	}

}
