package ai.matey.observation;

import reactor.core.observability.DefaultSignalListener;
import reactor.util.context.Context;

/**
 * Records the signals of a call in its observation.
 *
 * @param <T> the type of the signals
 */
abstract class AbstractSignals<T> extends DefaultSignalListener<T> {

	private final ObservedCall call;

	AbstractSignals(ObservedCall call) {
		this.call = call;
	}

	final GenAiObservationContext context() {
		return this.call.context();
	}

	@Override
	public void doFirst() {
		this.call.start();
	}

	@Override
	public Context addToContext(Context originalContext) {
		return this.call.addTo(originalContext);
	}

	@Override
	public void doOnComplete() {
		this.call.succeeded();
	}

	@Override
	public void doOnError(Throwable error) {
		this.call.failed(error);
	}

	@Override
	public void doOnCancel() {
		this.call.cancelled(context().response() != null);
	}

}
