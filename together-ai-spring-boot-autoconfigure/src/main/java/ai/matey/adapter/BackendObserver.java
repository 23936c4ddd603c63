package ai.matey.adapter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRRequest;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Observes calls of every kind, from the subscription to the last signal. The returned
 * publisher behaves as the given one does. Implementations must be thread-safe.
 *
 * @since 0.1.0
 */
public interface BackendObserver {

	/** An observer that does nothing. */
	BackendObserver NONE = new BackendObserver() {

		@Override
		public <T extends IRResponse> Mono<T> observe(BackendCall.Operation operation, IRRequest request,
				Mono<T> call) {
			return call;
		}

		@Override
		public Flux<IRStreamChunk> observeStream(BackendCall.Operation operation, IRRequest request,
				Flux<IRStreamChunk> call) {
			return call;
		}

	};

	/**
	 * Observe a call that is not streamed.
	 * @param <T> the type of the response
	 * @param operation the operation
	 * @param request the request as the caller made it
	 * @param call the call
	 * @return the observed call
	 */
	<T extends IRResponse> Mono<T> observe(BackendCall.Operation operation, IRRequest request, Mono<T> call);

	/**
	 * Observe a streamed call.
	 * @param operation the operation
	 * @param request the request as the caller made it
	 * @param call the call
	 * @return the observed call
	 */
	Flux<IRStreamChunk> observeStream(BackendCall.Operation operation, IRRequest request, Flux<IRStreamChunk> call);

}
