package ai.matey.springai;

import java.util.Objects;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;

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
	 */
	static <T> T await(Mono<T> call, Observation observation) {
		Mono<T> observed = observation.isNoop() ? call
				: call.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
		return Objects.requireNonNull(observed.contextCapture().block());
	}

}
