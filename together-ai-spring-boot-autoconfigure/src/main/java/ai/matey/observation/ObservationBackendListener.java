package ai.matey.observation;

import java.time.Duration;
import java.util.Locale;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.observation.GenAiObservationDocumentation.Events;

/**
 * Adds information that only the backend has to the observation of a call: the client,
 * the server, the model if the request did not name one, and each retry as an event. It
 * needs a {@link GenAiObserver} and does nothing for calls that are not observed.
 * Stateless.
 *
 * @since 0.1.0
 */
public final class ObservationBackendListener implements BackendListener {

	@Override
	public void started(BackendCall call) {
		GenAiObservationContext context = context(call);
		if (context != null) {
			context.started(call);
		}
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		GenAiObservationContext context = context(call);
		Observation observation = (context != null) ? context.observation() : null;
		if (observation != null) {
			observation.event(Observation.Event.of(Events.RETRY.getName(),
					"retry after attempt " + attempt + " (" + failure.code().name().toLowerCase(Locale.ROOT) + ")"));
		}
	}

	/**
	 * A call of another operation, such as listing models, may run within a chat.
	 */
	private static @Nullable GenAiObservationContext context(BackendCall call) {
		GenAiObservationContext context = GenAiObservationContext.current(call.context());
		return (context != null && context.operation() == call.operation()) ? context : null;
	}

}
