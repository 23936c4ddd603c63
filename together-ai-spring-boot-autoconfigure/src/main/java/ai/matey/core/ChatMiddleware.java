package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Intercepts calls between a bridge and its backend. Each method receives the request and
 * passes it on, unchanged or changed, to the next middleware and finally to the backend.
 * The first middleware sees the request
 * {@link ai.matey.adapter.BackendAdapter#withDefaults with the defaults} of the backend.
 * Calling the chain again repeats everything after it. Errors pass through unchanged
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
 * Implementations must be thread-safe and must not block. They override the methods for
 * plain calls and for streams unless they concern only one kind of call.
 *
 * @since 0.1.0
 */
public interface ChatMiddleware {

	/**
	 * Handle a plain call.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the response
	 */
	default Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a stream.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the chunks
	 */
	default Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call for embeddings, which is passed on unchanged by default.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the embeddings
	 */
	default Mono<IREmbedResponse> embed(IREmbedRequest request, EmbedChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call for a text completion, which is passed on unchanged by default.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the response
	 */
	default Mono<IRChatResponse> complete(IRCompletionRequest request, CompletionChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call for a streamed text completion, which is passed on unchanged by
	 * default.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the chunks
	 */
	default Flux<IRStreamChunk> completeStream(IRCompletionRequest request, CompletionStreamChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call that ranks documents, which is passed on unchanged by default.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the ranked documents
	 */
	default Mono<IRRerankResponse> rerank(IRRerankRequest request, RerankChain chain) {
		return chain.next(request);
	}

	/**
	 * Handle a call that generates images, which is passed on unchanged by default.
	 * @param request the request as the previous middleware passed it on
	 * @param chain the rest of the chain
	 * @return the images
	 */
	default Mono<IRImageResponse> generateImages(IRImageRequest request, ImageChain chain) {
		return chain.next(request);
	}

	/**
	 * Return the name of this middleware in {@link ai.matey.ir.IRProvenance provenance}.
	 * @return the class name without the package, unless overridden
	 */
	default String name() {
		String name = getClass().getName();
		return name.substring(name.lastIndexOf('.') + 1);
	}

	/**
	 * The rest of the chain of a plain call.
	 */
	@FunctionalInterface
	interface Chain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the response
		 */
		Mono<IRChatResponse> next(IRChatRequest request);

	}

	/**
	 * The rest of the chain of a stream.
	 */
	@FunctionalInterface
	interface StreamChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the chunks
		 */
		Flux<IRStreamChunk> next(IRChatRequest request);

	}

	/**
	 * The rest of the chain of a call for embeddings.
	 */
	@FunctionalInterface
	interface EmbedChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the embeddings
		 */
		Mono<IREmbedResponse> next(IREmbedRequest request);

	}

	/**
	 * The rest of the chain of a call for a text completion.
	 */
	@FunctionalInterface
	interface CompletionChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the response
		 */
		Mono<IRChatResponse> next(IRCompletionRequest request);

	}

	/**
	 * The rest of the chain of a call for a streamed text completion.
	 */
	@FunctionalInterface
	interface CompletionStreamChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the chunks
		 */
		Flux<IRStreamChunk> next(IRCompletionRequest request);

	}

	/**
	 * The rest of the chain of a call that ranks documents.
	 */
	@FunctionalInterface
	interface RerankChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the ranked documents
		 */
		Mono<IRRerankResponse> next(IRRerankRequest request);

	}

	/**
	 * The rest of the chain of a call that generates images.
	 */
	@FunctionalInterface
	interface ImageChain {

		/**
		 * Pass the request on.
		 * @param request the request
		 * @return the images
		 */
		Mono<IRImageResponse> next(IRImageRequest request);

	}

}
