package ai.matey.springai;

import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/**
 * Makes blocking calls, as Spring AI's models require.
 */
final class Calls {

	private Calls() {
	}

	/**
	 * Make a call within its observation.
	 * @param <T> the result
	 * @param observation the observation
	 * @param call the call
	 * @return the result
	 */
	static <T> T observe(Observation observation, Supplier<T> call) {
		// Otherwise, a no-op observation would become the current one and thus a parent.
		return observation.isNoop() ? call.get() : Objects.requireNonNull(observation.observe(call));
	}

	/**
	 * Wait for the result of a call. The call has access to the thread-local values of
	 * this thread and has the observation as its parent.
	 * @param <T> the result
	 * @param call the call
	 * @param observation the observation around the call, possibly a no-op
	 * @return the result
	 * @throws IllegalStateException if this thread must not block; nothing was sent
	 */
	static <T> T await(Mono<T> call, Observation observation) {
		if (Schedulers.isInNonBlockingThread()) {
			// Reactor would also refuse, but only after it has sent the request
			throw new IllegalStateException("The thread '" + Thread.currentThread().getName()
					+ "' must not wait for a response: stream the response, or make the call on another thread, such as "
					+ "Mono.fromCallable(…).subscribeOn(Schedulers.boundedElastic())");
		}
		Mono<T> observed = observation.isNoop() ? call
				: call.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
		return Objects.requireNonNull(observed.contextCapture().block());
	}

}
