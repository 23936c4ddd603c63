package ai.matey.springai;

import java.util.Objects;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import reactor.core.publisher.Mono;

/**
 * Waiting for a call, which Spring AI's models do.
 */
final class Calls {

	private Calls() {
	}

	/**
	 * Wait for a call's result. The call sees the thread-local values of this thread, and
	 * the observation as its parent.
	 * @param <T> the result
	 * @param call the call
	 * @param observation the observation around the call, possibly one that does nothing
	 * @return the result
	 */
	static <T> T await(Mono<T> call, Observation observation) {
		Mono<T> observed = observation.isNoop() ? call
				: call.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, observation));
		return Objects.requireNonNull(observed.contextCapture().block());
	}

}
