package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.ChatOperations;
import ai.matey.adapter.FrontendAdapter;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.object.ObjectOperations;
import ai.matey.tool.ToolOperations;

/**
 * Runs calls through middleware to a backend. Plain calls and streams take the same way,
 * and so does each call to the model that tools or a typed response need. A bridge is
 * immutable and thread-safe; nothing happens before subscription.
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
 */
public interface Bridge extends ChatOperations, ToolOperations, ObjectOperations {

	/**
	 * Starts a bridge.
	 * @param backend the backend that answers
	 * @return a new builder
	 */
	static BridgeBuilder builder(BackendAdapter backend) {
		return new BridgeBuilder(backend);
	}

	/**
	 * /** Ask a question and return the text of the answer.
	 * @param question text of the user's message
	 * @return the text, or an {@link ai.matey.errors.AdapterException}
	 */
	default Mono<String> text(String question) {
		return chat(IRChatRequest.of(question)).map(IRChatResponse::text);
	}

	/**
	 * Ask a question and return the text of the answer piece by piece.
	 * @param question text of the user's message
	 * @return the pieces, to be appended to each other, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	default Flux<String> textStream(String question) {
		return chatStream(IRChatRequest.of(question)).ofType(IRStreamChunk.Content.class)
			.map(IRStreamChunk.Content::delta);
	}

	/**
	 * Lists the backend's models, past the middleware.
	 * @param options which models, and whether a cached list will do
	 * @return the models
	 */
	Mono<ListModelsResult> listModels(ListModelsOptions options);

	/**
	 * Lists all of the backend's models, from the cache while it is fresh.
	 * @return the models
	 */
	default Mono<ListModelsResult> listModels() {
		return listModels(ListModelsOptions.ALL);
	}

	/**
	 * Turns texts into vectors, through {@link ChatMiddleware#embed the middleware}.
	 * @param request the texts
	 * @return the vectors in the order of the texts, or an
	 * {@link ai.matey.errors.AdapterException}, also if the backend cannot embed
	 */
	Mono<IREmbedResponse> embed(IREmbedRequest request);

	/**
	 * The same way in another format.
	 * @param <Q> the format's request
	 * @param <R> the format's answer
	 * @param <C> the format's stream chunk
	 * @param frontend translates the format
	 * @return the bridge in that format
	 */
	<Q, R, C> FrontendBridge<Q, R, C> with(FrontendAdapter<Q, R, C> frontend);

	/**
	 * The backend that answers.
	 * @return the backend
	 */
	BackendAdapter backend();

}
