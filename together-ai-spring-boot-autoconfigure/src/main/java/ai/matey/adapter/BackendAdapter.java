package ai.matey.adapter;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IREmbedResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;

/**
 * Talks to a provider. Implementations are thread-safe; nothing is sent before
 * subscription, and each subscription is a call of its own. Every call ends exactly once:
 * with a result or with an {@link ai.matey.errors.AdapterException}.
 */
public interface BackendAdapter {

	/**
	 * What this adapter is.
	 * @return the metadata
	 */
	AdapterMetadata metadata();

	/**
	 * Return the name of the client that this adapter is, for applications with several.
	 * @return the name, or {@code null} if it has none
	 */
	default @Nullable String clientName() {
		return null;
	}

	/**
	 * Return a request together with everything that this adapter adds to what it does
	 * not say itself, such as a system message or parameters. A bridge calls this before
	 * its middleware, so that a cache or a budget sees what will be sent. A request that
	 * is complete already comes back unchanged.
	 * @param request the request
	 * @return the complete request; by default the request itself
	 */
	default IRChatRequest withDefaults(IRChatRequest request) {
		return request;
	}

	/**
	 * Asks for an answer in one piece. Cancelling gives up the call and its connection.
	 * @param request what to ask
	 * @return the answer
	 */
	Mono<IRChatResponse> execute(IRChatRequest request);

	/**
	 * Asks for an answer chunk by chunk. It ends in one of three ways: with
	 * {@link IRStreamChunk.Done} and completion, with an error, or by cancellation, which
	 * gives up the call and its connection. Reads follow demand.
	 * @param request what to ask
	 * @return the chunks
	 */
	Flux<IRStreamChunk> executeStream(IRChatRequest request);

	/**
	 * Lists the provider's models.
	 * @param options which models, and whether a cached list will do
	 * @return the models
	 */
	Mono<ListModelsResult> listModels(ListModelsOptions options);

	/**
	 * Turns texts into vectors.
	 * @param request the texts
	 * @return the vectors in the order of the texts; a
	 * {@link ai.matey.errors.ValidationException} with code
	 * {@link ErrorCode#UNSUPPORTED_FEATURE} if this adapter cannot embed
	 */
	default Mono<IREmbedResponse> embed(IREmbedRequest request) {
		return Mono.error(() -> new ValidationException(ErrorCode.UNSUPPORTED_FEATURE, null,
				metadata().name() + " cannot embed texts.", ErrorDetails.of(metadata().provider(), request.model()),
				null));
	}

}
