package ai.matey.observation;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;

/**
 * Convention for the name, the tags and the span attributes of a call to a model. A bean
 * of this type replaces {@link DefaultGenAiObservationConvention}. Keys are requested
 * when the observation starts and again when it stops; return the same low-cardinality
 * keys both times, since a meter cannot change its tags.
 *
 * @since 0.1.0
 */
public interface GenAiObservationConvention extends ObservationConvention<GenAiObservationContext> {

	@Override
	default boolean supportsContext(Observation.Context context) {
		return context instanceof GenAiObservationContext;
	}

}
