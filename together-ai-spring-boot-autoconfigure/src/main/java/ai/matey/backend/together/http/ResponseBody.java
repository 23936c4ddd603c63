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
 * The body of one attempt's response, buffer by buffer: the HTTP library's threads put a
 * buffer here, the thread that works for the call takes it and asks for the next one. It
 * also ends when the attempt ends without a response.
 */
final class ResponseBody implements CoreSubscriber<DataBuffer> {

	/** Stands for a buffer that nobody will take. */
	private static final Object CANCELLED = new Object();

	private final Context context;

	private final Runnable listener;

	private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

	private final AtomicReference<@Nullable Object> buffer = new AtomicReference<>();

	private volatile boolean over;

	private volatile @Nullable Throwable failure;

	/** Gives the rest of a body that nobody wants, if it is read. */
	private volatile @Nullable Subscription rest;

	/** How much of the rest is read. Only the HTTP library's thread looks. */
	private long restSize;

	/** Whether a buffer was asked for that has not been taken. */
	private boolean requested;

	/**
	 * Create a body.
	 * @param context the caller's context
	 * @param maxRestSize the most bytes that are read of a body that nobody wants
	 * @param listener run whenever there is something new
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
	 * Ask for a buffer, unless one has been asked for.
	 * @return whether it had to be asked for
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
	 * Take the buffer that has come.
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
	 * Whether nothing more will come. A buffer may still be there.
	 * @return whether the body is over
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * Return what broke the body, or the attempt before it.
	 * @return the failure as the HTTP library puts it, or {@code null} for a good end
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * Give up the body: nobody will take anything any more. May be called by any thread,
	 * and more than once.
	 * @param readRest whether the HTTP library does not notice a cancel: then the rest is
	 * read and dropped, up to a limit
	 * @return whether the connection is of no further use: the body was given up by this
	 * call and did not come to a good end
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
	 * Not more than a limit: a server that floods us must feel that nobody reads.
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
