package ai.matey.adapter;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.ir.IRRequest;
import ai.matey.ir.IRResponse;
import ai.matey.ir.IRStreamChunk;

/**
 * Observes calls, each from its subscription to its last signal, whatever is asked. What
 * it returns behaves as the call that it was given. Implementations are thread-safe.
 */
public interface BackendObserver {

	/** Observes nothing. */
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
	 * Observe a call that has its response in one piece.
	 * @param <T> the response
	 * @param operation the kind of call
	 * @param request the request as the caller made it
	 * @param call the call
	 * @return the observed call
	 */
	<T extends IRResponse> Mono<T> observe(BackendCall.Operation operation, IRRequest request, Mono<T> call);

	/**
	 * Observe a call that has its response chunk by chunk.
	 * @param operation the kind of call
	 * @param request the request as the caller made it
	 * @param call the call
	 * @return the observed call
	 */
	Flux<IRStreamChunk> observeStream(BackendCall.Operation operation, IRRequest request, Flux<IRStreamChunk> call);

}
