package ai.matey.adapter;

import reactor.core.publisher.Flux;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Translates between a caller's format and IR. Implementations are thread-safe and do no
 * I/O.
 *
 * @param <Q> the format's request
 * @param <R> the format's answer
 * @param <C> the format's stream chunk
 */
public interface FrontendAdapter<Q, R, C> {

	/**
	 * What this adapter is.
	 * @return the metadata
	 */
	AdapterMetadata metadata();

	/**
	 * Translates a request.
	 * @param request the caller's request
	 * @return the same in IR
	 * @throws ai.matey.errors.ValidationException if the request makes no sense; it names
	 * the field
	 */
	IRChatRequest toIR(Q request);

	/**
	 * Translates an answer.
	 * @param response the answer in IR
	 * @return the same in the caller's format
	 */
	R fromIR(IRChatResponse response);

	/**
	 * Translates a stream. The result keeps demand, cancellation and errors of the
	 * source.
	 * @param chunks the chunks in IR
	 * @param request the request that they answer
	 * @return the chunks in the caller's format
	 */
	Flux<C> fromIRStream(Flux<IRStreamChunk> chunks, Q request);

}
