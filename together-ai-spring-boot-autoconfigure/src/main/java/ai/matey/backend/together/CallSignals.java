package ai.matey.backend.together;

import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;

/**
 * Tells the listener how a call begins and ends.
 *
 * @param <T> what the call's answer holds
 */
final class CallSignals<T> extends DefaultSignalListener<T> {

	private final BackendListener listener;

	private final BackendCall call;

	CallSignals(BackendListener listener, BackendCall call) {
		this.listener = listener;
		this.call = call;
	}

	@Override
	public void doOnSubscription() {
		this.listener.started(this.call);
	}

	@Override
	public void doOnComplete() {
		finished(BackendListener.Outcome.SUCCESS, null);
	}

	@Override
	public void doOnError(Throwable error) {
		finished(BackendListener.Outcome.ERROR, (error instanceof AdapterException typed) ? typed : null);
	}

	@Override
	public void doOnCancel() {
		finished(BackendListener.Outcome.CANCELLED, null);
	}

	private void finished(BackendListener.Outcome outcome, @Nullable AdapterException failure) {
		this.listener.finished(this.call, outcome, failure);
	}

}
