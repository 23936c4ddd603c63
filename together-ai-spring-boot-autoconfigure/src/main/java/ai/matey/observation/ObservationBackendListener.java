package ai.matey.observation;

import java.time.Duration;
import java.util.Locale;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.observation.ChatObservationDocumentation.Events;

/**
 * Adds what only the backend knows to the observation of a call: the client, the server,
 * the model if the request named none, and each retry as an event. Needs
 * {@link ObservationChatMiddleware} and does nothing for calls that it does not observe.
 * Stateless.
 */
public final class ObservationBackendListener implements BackendListener {

	@Override
	public void started(BackendCall call) {
		Observation observation = observation(call.context());
		if (observation != null && observation.getContextView() instanceof ChatObservationContext context) {
			context.started(call);
		}
	}

	@Override
	public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
		Observation observation = observation(call.context());
		if (observation != null && observation.getContextView() instanceof ChatObservationContext) {
			observation.event(Observation.Event.of(Events.RETRY.getName(),
					"retry after attempt " + attempt + " (" + failure.code().name().toLowerCase(Locale.ROOT) + ")"));
		}
	}

	private static @Nullable Observation observation(ContextView context) {
		return context.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
	}

}
