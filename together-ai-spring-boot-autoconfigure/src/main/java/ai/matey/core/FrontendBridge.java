package ai.matey.core;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * A {@link Bridge} for the format of a frontend. Immutable and thread-safe.
 *
 * @param <Q> the format's request
 * @param <R> the format's response
 * @param <C> the format's stream chunk
 * @since 0.1.0
 */
public interface FrontendBridge<Q, R, C> {

	/**
	 * Request a complete response.
	 * @param request the request
	 * @return the response, or an {@link ai.matey.errors.AdapterException}
	 */
	Mono<R> chat(Q request);

	/**
	 * Request a streamed response.
	 * @param request the request
	 * @return the chunks, or an {@link ai.matey.errors.AdapterException}
	 */
	Flux<C> chatStream(Q request);

}
