package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link Bridge} that speaks a frontend's format. Immutable and thread-safe.
 *
 * @param <Q> the format's request
 * @param <R> the format's answer
 * @param <C> the format's stream chunk
 */
public interface FrontendBridge<Q, R, C> {

	/**
	 * Asks for an answer in one piece.
	 * @param request what to ask
	 * @return the answer, or an {@link ai.matey.errors.AdapterException}
	 */
	Mono<R> chat(Q request);

	/**
	 * Asks for an answer chunk by chunk.
	 * @param request what to ask
	 * @return the chunks, or an {@link ai.matey.errors.AdapterException}
	 */
	Flux<C> chatStream(Q request);

}
