package ai.matey.adapter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Chat calls to a model. Implementations must be thread-safe, and nothing happens before
 * subscription.
 *
 * @since 0.1.0
 */
public interface ChatOperations {

	/**
	 * Request a complete response.
	 * @param request the request
	 * @return the response, or an {@link ai.matey.errors.AdapterException}
	 */
	Mono<IRChatResponse> chat(IRChatRequest request);

	/**
	 * Request a streamed response.
	 * @param request the request
	 * @return the chunks in the order that {@link IRStreamChunk} defines, or an
	 * {@link ai.matey.errors.AdapterException}
	 */
	Flux<IRStreamChunk> chatStream(IRChatRequest request);

}
