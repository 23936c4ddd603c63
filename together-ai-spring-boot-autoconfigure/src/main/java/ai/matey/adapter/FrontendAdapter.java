package ai.matey.adapter;

import reactor.core.publisher.Flux;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Translates between a caller's format and IR. Implementations must be thread-safe and
 * perform no I/O.
 *
 * @param <Q> the format's request
 * @param <R> the format's response
 * @param <C> the format's stream chunk
 * @since 0.1.0
 */
public interface FrontendAdapter<Q, R, C> {

	/**
	 * Return the metadata of this adapter.
	 * @return the metadata
	 */
	AdapterMetadata metadata();

	/**
	 * Translate a request to IR.
	 * @param request the caller's request
	 * @return the request in IR
	 * @throws ai.matey.errors.ValidationException if the request is invalid; the
	 * exception names the field
	 */
	IRChatRequest toIR(Q request);

	/**
	 * Translate a response from IR.
	 * @param response the response in IR
	 * @return the response in the caller's format
	 */
	R fromIR(IRChatResponse response);

	/**
	 * Translate a stream from IR. Demand, cancellation and errors pass through unchanged.
	 * @param chunks the chunks in IR
	 * @param request the request that the chunks respond to
	 * @return the chunks in the caller's format
	 */
	Flux<C> fromIRStream(Flux<IRStreamChunk> chunks, Q request);

}
