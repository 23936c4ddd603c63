package ai.matey.observation;

import java.util.concurrent.atomic.AtomicBoolean;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.jspecify.annotations.Nullable;
import reactor.util.context.Context;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.ir.IRChatResponse;
import ai.matey.observation.GenAiObservationDocumentation.HighCardinality;

/**
 * The observation of one subscription. It is stopped only once, since a cancellation may
 * occur on another thread while the last signal is delivered.
 */
final class ObservedCall {

	private final Observation observation;

	private final GenAiObservationContext context;

	private final boolean includeCompletion;

	private final AtomicBoolean finished = new AtomicBoolean();

	ObservedCall(Observation observation, GenAiObservationContext context, boolean includeCompletion) {
		this.observation = observation;
		this.context = context;
		this.includeCompletion = includeCompletion;
	}

	GenAiObservationContext context() {
		return this.context;
	}

	void start() {
		this.context.streamTimes().start(System.nanoTime());
		this.observation.start();
	}

	Context addTo(Context subscriber) {
		return this.observation.isNoop() ? subscriber
				: subscriber.put(ObservationThreadLocalAccessor.KEY, this.observation);
	}

	void succeeded() {
		finish(Outcome.SUCCESS, null);
	}

	void failed(Throwable error) {
		finish(Outcome.ERROR, error);
	}

	/**
	 * A cancellation after the complete response counts as a success, since many
	 * operators cancel then.
	 */
	void cancelled(boolean responded) {
		finish(responded ? Outcome.SUCCESS : Outcome.CANCELLED, null);
	}

	private void finish(Outcome outcome, @Nullable Throwable error) {
		if (!this.finished.compareAndSet(false, true)) {
			return;
		}
		this.context.outcome(outcome);
		if (error != null) {
			this.observation.error(error);
		}
		if (this.includeCompletion && this.context.response() instanceof IRChatResponse response) {
			this.observation
				.highCardinalityKeyValue(HighCardinality.OUTPUT_MESSAGES.withValue(RecordedContent.output(response)));
		}
		this.observation.stop();
	}

}
