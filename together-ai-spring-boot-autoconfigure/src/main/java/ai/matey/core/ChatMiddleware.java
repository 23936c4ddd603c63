package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Stands between a bridge and its backend. Each method gets the request as argument and
 * hands it on, as it is or changed; what it hands on is what the next one sees and what
 * is sent. The first one sees the request
 * {@link ai.matey.adapter.BackendAdapter#withDefaults with the defaults} of the backend.
 * Asking the chain again repeats everything behind it. Errors pass through untouched
 * unless a middleware handles them.
 *
 * <pre>{@code
 * class Polite implements ChatMiddleware {
 *
 *     public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
 *         return chain.next(polite(request));
 *     }
 *
 *     public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
 *         return chain.next(polite(request));
 *     }
 *
 *     private IRChatRequest polite(IRChatRequest request) {
 *         return request.mutate().system("Be polite.").build();
 *     }
 *
 * }
 * }</pre>
 *
 * Implementations are thread-safe, do not block, and override the methods of plain calls
 * and streams alike unless they concern one kind of call only.
 */
public interface ChatMiddleware {

	/**
	 * Handles a plain call.
	 * @param request the request as the middleware before handed it on
	 * @param chain the rest of the way
	 * @return the answer
	 */
	default Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return chain.next(request);
	}

	/**
	 * Handles a stream.
	 * @param request the request as the middleware before handed it on
	 * @param chain the rest of the way
	 * @return the chunks
	 */
	default Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call for vectors. Middleware of chats leaves it alone.
	 * @param request the request as the middleware before handed it on
	 * @param chain the rest of the way
	 * @return the vectors
	 */
	default Mono<IREmbedResponse> embed(IREmbedRequest request, EmbedChain chain) {
		return chain.next(request);
	}

	/**
	 * The name by which provenance calls this middleware.
	 * @return the class name without the package, unless overridden
	 */
	default String name() {
		String name = getClass().getName();
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/**
	 * The rest of the way of a plain call.
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Hands the request on.
		 * @param request the request
		 * @return the answer
		 */
		Mono<IRChatResponse> next(IRChatRequest request);

	}

	/**
	 * The rest of the way of a stream.
	 */
	@FunctionalInterface
	interface StreamChain {

		/**
		 * Hands the request on.
		 * @param request the request
		 * @return the chunks
		 */
		Flux<IRStreamChunk> next(IRChatRequest request);

	}

	/**
	 * The rest of the way of a call for vectors.
	 */
	@FunctionalInterface
	interface EmbedChain {

		/**
		 * Hands the request on.
		 * @param request the request
		 * @return the vectors
		 */
		Mono<IREmbedResponse> next(IREmbedRequest request);

	}

}
