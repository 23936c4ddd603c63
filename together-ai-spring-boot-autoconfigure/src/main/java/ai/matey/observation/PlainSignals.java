package ai.matey.observation;

import ai.matey.ir.IRResponse;

/**
 * The signals of a plain call.
 *
 * @param <T> the response
 */
final class PlainSignals<T extends IRResponse> extends AbstractSignals<T> {

	PlainSignals(ObservedCall call) {
		super(call);
	}

	/**
	 * Record the response here, since it is the last signal that a blocking caller waits
	 * for.
	 */
	@Override
	public void doOnNext(T response) {
		context().response(response);
		doOnComplete();
	}

}
