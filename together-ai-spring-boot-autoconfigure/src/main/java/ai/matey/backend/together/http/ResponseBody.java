package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;

/**
 * The body of one attempt's response, which is passed on one buffer at a time: a thread
 * of the HTTP library stores a buffer, and the call's working thread takes it and
 * requests the next one. The body also ends if the attempt ends without a response.
 */
final class ResponseBody implements CoreSubscriber<DataBuffer> {

	/** Marks a body that was abandoned. */
	private static final Object CANCELLED = new Object();

	private final Context context;

	private final Runnable listener;

	private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

	private final AtomicReference<@Nullable Object> buffer = new AtomicReference<>();

	private volatile boolean over;

	private volatile @Nullable Throwable failure;

	/** The subscription to the rest of an abandoned body, if that is read. */
	private volatile @Nullable Subscription rest;

	/**
	 * The number of bytes that may still be read and dropped. Accessed only by the HTTP
	 * library's thread.
	 */
	private long restSize;

	/** Whether a buffer was requested and not yet taken. */
	private boolean requested;

	/**
	 * Create a body.
	 * @param context the caller's context
	 * @param maxRestSize the maximum number of bytes to read of an abandoned body
	 * @param listener runs whenever something was received
	 */
	ResponseBody(Context context, long maxRestSize, Runnable listener) {
		this.context = context;
		this.restSize = maxRestSize;
		this.listener = listener;
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (!this.subscription.compareAndSet(null, subscription)) {
			subscription.cancel();
		}
	}

	@Override
	public void onNext(DataBuffer buffer) {
		if (this.buffer.compareAndSet(null, buffer)) {
			this.listener.run();
		}
		else {
			drop(buffer);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.over = true;
		this.listener.run();
	}

	@Override
	public void onComplete() {
		this.over = true;
		this.listener.run();
	}

	/**
	 * Request a buffer, unless one was already requested.
	 * @return whether a new request was made
	 */
	boolean request() {
		Subscription subscription = this.subscription.get();
		if (this.requested || subscription == null) {
			return false;
		}
		this.requested = true;
		subscription.request(1);
		return true;
	}

	/**
	 * Take the buffer that was received.
	 * @return the buffer, to be released by the caller, or {@code null} if there is none
	 */
	@Nullable DataBuffer take() {
		if (this.buffer.get() instanceof DataBuffer taken && this.buffer.compareAndSet(taken, null)) {
			this.requested = false;
			return taken;
		}
		return null;
	}

	/**
	 * Return whether the body is over, although a buffer may still have to be taken.
	 * @return whether the body is over
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Return the failure that ended the body, or the attempt before it.
	 * @return the failure reported by the HTTP library, or {@code null} for a regular end
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Abandon the body. May be called by any thread, and more than once.
	 * @param readRest whether to read and drop the rest of the body, up to a limit,
	 * because the HTTP library ignores a cancellation
	 * @return whether the connection can no longer be used, because this invocation
	 * abandoned a body that had not ended regularly
	 */
	boolean cancel(boolean readRest) {
		if (this.buffer.getAndSet(CANCELLED) instanceof DataBuffer left) {
			DataBufferUtils.release(left);
		}
		Subscription subscription = this.subscription.getAndSet(Operators.cancelledSubscription());
		if (subscription == Operators.cancelledSubscription()) {
			return false;
		}
		boolean over = this.over;
		if (subscription != null && !over) {
			if (readRest) {
				this.rest = subscription;
				subscription.request(1);
			}
			else {
				subscription.cancel();
			}
		}
		return !over || this.failure != null;
	}

	/**
	 * Stops at a limit, so that backpressure reaches a server that sends too much.
	 */
	private void drop(DataBuffer buffer) {
		this.restSize -= buffer.readableByteCount();
		DataBufferUtils.release(buffer);
		Subscription rest = this.rest;
		if (rest != null && this.restSize > 0) {
			rest.request(1);
		}
	}

}
