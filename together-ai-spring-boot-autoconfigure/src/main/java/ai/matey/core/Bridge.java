package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.adapter.FrontendAdapter;
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
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.object.ObjectOperations;
import ai.matey.tool.ToolOperations;

/**
 * Sends calls through middleware to a backend. Plain calls and streams pass through the
 * same middleware, and so does each call to the model that tools or a typed response
 * need. A bridge is immutable and thread-safe, and nothing happens before subscription.
 *
 * <pre>{@code
 * Bridge bridge = Bridge.builder(backend).middleware(new Polite()).build();
 *
 * String answer = bridge.chat(IRChatRequest.of("Why is the sky blue?")).block().text();
 *
 * Flux<String> tokens = bridge.chatStream(IRChatRequest.of("Tell me a story."))
 *     .ofType(IRStreamChunk.Content.class)
 *     .map(IRStreamChunk.Content::delta);
 *
 * Mono<ToolRun> run = bridge.runTools(IRChatRequest.of("What is the weather in Paris?"), weather);
 *
 * Mono<Trip> trip = bridge.generateObject(IRChatRequest.of("A short trip in France"), Trip.class);
 * }</pre>
 *
 * @since 0.1.0
 */
public interface Bridge extends ChatOperations, ToolOperations, ObjectOperations {

	/**
	 * Create a new builder for a bridge.
	 * @param backend the backend
	 * @return the builder
	 */
	static BridgeBuilder builder(BackendAdapter backend) {
		return new BridgeBuilder(backend);
	}

	/**
	 * Ask a question and return the text of the response.
	 * @param question the text of the user message
	 * @return the text, or an {@link ai.matey.errors.AdapterException}
	 */
	default Mono<String> text(String question) {
		return chat(IRChatRequest.of(question)).map(IRChatResponse::text);
	}

	/**
	 * Ask a question and stream the text of the response.
	 * @param question the text of the user message
	 * @return the pieces of the text in order, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	default Flux<String> textStream(String question) {
		return chatStream(IRChatRequest.of(question)).ofType(IRStreamChunk.Content.class)
			.map(IRStreamChunk.Content::delta);
	}

	/**
	 * List the backend's models, without involving the middleware.
	 * @param options which models to list, and whether a cached list may be used
	 * @return the models
	 */
	Mono<ListModelsResult> listModels(ListModelsOptions options);

	/**
	 * List all models of the backend, using the cached list while it is fresh.
	 * @return the models
	 */
	default Mono<ListModelsResult> listModels() {
		return listModels(ListModelsOptions.ALL);
	}

	/**
	 * Return the embeddings of texts. The call passes through {@link ChatMiddleware#embed
	 * the middleware}.
	 * @param request the texts
	 * @return the embeddings in the order of the texts, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend does not support
	 * embeddings
	 */
	Mono<IREmbedResponse> embed(IREmbedRequest request);

	/**
	 * Complete a text, for models without a chat template. The call passes through
	 * {@link ChatMiddleware#complete the middleware}.
	 * @param request the text and the parameters
	 * @return the completion as the text of the response, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend does not support
	 * completions
	 */
	Mono<IRChatResponse> complete(IRCompletionRequest request);

	/**
	 * Complete a text as a stream. The call passes through
	 * {@link ChatMiddleware#completeStream the middleware}.
	 * @param request the text and the parameters
	 * @return the chunks, in the same form as those of {@link #chatStream}, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend does not support
	 * completions
	 */
	Flux<IRStreamChunk> completeStream(IRCompletionRequest request);

	/**
	 * Rank documents by their relevance to a query. The call passes through
	 * {@link ChatMiddleware#rerank the middleware}.
	 * @param request the query and the documents
	 * @return the documents, most relevant first, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend does not support
	 * reranking
	 */
	Mono<IRRerankResponse> rerank(IRRerankRequest request);

	/**
	 * Generate images. The call passes through {@link ChatMiddleware#generateImages the
	 * middleware}.
	 * @param request the description of the images
	 * @return the URLs or bytes of the images, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend does not support
	 * images
	 */
	Mono<IRImageResponse> generateImages(IRImageRequest request);

	/**
	 * Return this bridge for another format.
	 * @param <Q> the format's request
	 * @param <R> the format's response
	 * @param <C> the format's stream chunk
	 * @param frontend the adapter for the format
	 * @return the bridge for that format
	 */
	<Q, R, C> FrontendBridge<Q, R, C> with(FrontendAdapter<Q, R, C> frontend);

	/**
	 * Return the backend.
	 * @return the backend
	 */
	BackendAdapter backend();

}
