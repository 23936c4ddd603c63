package ai.matey.backend.together;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import reactor.core.observability.DefaultSignalListener;
import reactor.core.publisher.SignalType;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRStreamChunk;

/**
 * Tells the listener how a call begins and ends.
 *
 * @param <T> what the call's answer holds
 */
final class CallSignals<T> extends DefaultSignalListener<T> {

	private final BackendListener listener;

	private final BackendCall call;

	private final Runnable whenFinished;

	private final AtomicBoolean finished = new AtomicBoolean();

	private volatile boolean delivered;

	CallSignals(BackendListener listener, BackendCall call, Runnable whenFinished) {
		this.listener = listener;
		this.call = call;
		this.whenFinished = whenFinished;
	}

	@Override
	public void doOnSubscription() {
		this.listener.started(this.call);
	}

	@Override
	public void doOnNext(T value) {
		if (value instanceof IRStreamChunk.Done) {
			this.delivered = true;
		}
	}

	@Override
	public void doOnComplete() {
		finished(BackendListener.Outcome.SUCCESS, null);
	}

	@Override
	public void doOnError(Throwable error) {
		finished(BackendListener.Outcome.ERROR, (error instanceof AdapterException typed) ? typed : null);
	}

	/**
	 * A reader that stops at the last chunk has got all that it asked for.
	 */
	@Override
	public void doOnCancel() {
		finished(this.delivered ? BackendListener.Outcome.SUCCESS : BackendListener.Outcome.CANCELLED, null);
	}

	/**
	 * Comes after the reader got its last signal: whoever closes the client waits for
	 * that.
	 */
	@Override
	public void doFinally(SignalType signal) {
		this.whenFinished.run();
	}

	/**
	 * Operators below may cancel what has already ended, and a deadline may end what is
	 * being cancelled: the first signal counts.
	 */
	private void finished(BackendListener.Outcome outcome, @Nullable AdapterException failure) {
		if (this.finished.compareAndSet(false, true)) {
			this.listener.finished(this.call, outcome, failure);
		}
	}

}
