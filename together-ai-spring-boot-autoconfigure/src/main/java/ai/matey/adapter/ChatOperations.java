package ai.matey.adapter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Calls to a model. Implementations are thread-safe, and nothing happens before
 * subscription.
 */
public interface ChatOperations {

	/**
	 * Return the response in one piece.
	 * @param request what to ask
	 * @return the response, or an {@link ai.matey.errors.AdapterException}
	 */
	Mono<IRChatResponse> chat(IRChatRequest request);

	/**
	 * Return the response chunk by chunk.
	 * @param request what to ask
	 * @return the chunks in the order that {@link IRStreamChunk} says, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Flux<IRStreamChunk> chatStream(IRChatRequest request);

}
