package ai.matey.adapter;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRRequest;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRRerankResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * Client for a provider. Implementations must be thread-safe. Nothing is sent before
 * subscription, and each subscription makes a separate call. Every call ends exactly
 * once, with a result or with an {@link ai.matey.errors.AdapterException}.
 *
 * @since 0.1.0
 */
public interface BackendAdapter {

	/**
	 * Return the metadata of this adapter.
	 * @return the metadata
	 */
	AdapterMetadata metadata();

	/**
	 * Return the name of this client, which distinguishes it from other clients of the
	 * application.
	 * @return the name, or {@code null} if it has none
	 */
	default @Nullable String clientName() {
		return null;
	}

	/**
	 * Return a request with the defaults of this adapter for what it does not set, such
	 * as a system message or parameters. A bridge calls this before its middleware, so
	 * that a cache or a budget sees what will be sent. A complete request is returned
	 * unchanged.
	 * @param request the request
	 * @return the complete request; by default the request itself
	 */
	default IRChatRequest withDefaults(IRChatRequest request) {
		return request;
	}

	/**
	 * Request a complete response. Cancelling aborts the call and closes its connection.
	 * @param request the request
	 * @return the response
	 */
	Mono<IRChatResponse> execute(IRChatRequest request);

	/**
	 * Request a streamed response. The stream ends in one of three ways: with
	 * {@link IRStreamChunk.Done} followed by completion, with an error, or by
	 * cancellation, which aborts the call and closes its connection. The response is read
	 * on demand.
	 * @param request the request
	 * @return the chunks
	 */
	Flux<IRStreamChunk> executeStream(IRChatRequest request);

	/**
	 * List the provider's models.
	 * @param options which models to list, and whether a cached list may be used
	 * @return the models
	 */
	Mono<ListModelsResult> listModels(ListModelsOptions options);

	/**
	 * Return the embeddings of texts.
	 * @param request the texts
	 * @return the embeddings in the order of the texts, or a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter does not support embeddings
	 */
	default Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.error(() -> unsupported("embed texts", request));
	}

	/**
	 * Complete a text, for models without a chat template.
	 * @param request the text and the parameters
	 * @return the completion as the text of the response, or a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter does not support completions
	 */
	default Mono<IRChatResponse> complete(IRCompletionRequest request) {
		return Mono.error(() -> unsupported("continue texts", request));
	}

	/**
	 * Complete a text as a stream.
	 * @param request the text and the parameters
	 * @return the chunks, in the same form as those of {@link #executeStream}, or a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter does not support completions
	 */
	default Flux<IRStreamChunk> completeStream(IRCompletionRequest request) {
		return Flux.error(() -> unsupported("continue texts", request));
	}

	/**
	 * Rank documents by their relevance to a query.
	 * @param request the query and the documents
	 * @return the documents, most relevant first, or a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter does not support reranking
	 */
	default Mono<IRRerankResponse> rerank(IRRerankRequest request) {
		return Mono.error(() -> unsupported("rank documents", request));
	}

	/**
	 * Generate images.
	 * @param request the description of the images
	 * @return the URLs or bytes of the images, or a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter does not support images
	 */
	default Mono<IRImageResponse> generateImages(IRImageRequest request) {
		return Mono.error(() -> unsupported("generate images", request));
	}

	private ValidationException unsupported(String what, IRRequest request) {
		return new ValidationException(ErrorCode.UNSUPPORTED_FEATURE, null, metadata().name() + " cannot " + what + ".",
				ErrorDetails.of(metadata().provider(), request.model()), null);
	}

}
