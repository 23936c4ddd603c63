package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of a call and its demand. Subscribers must not throw; if one does, the
 * call still comes to its end.
 *
 * @param <T> the type of the items
 */
final class CallSubscriber<T> {

	private final CoreSubscriber<? super T> subscriber;

	/** The number of items requested and not yet delivered. */
	private final AtomicLong demand = new AtomicLong();

	CallSubscriber(CoreSubscriber<? super T> subscriber) {
		this.subscriber = subscriber;
	}

	Context context() {
		return this.subscriber.currentContext();
	}

	void subscribe(Subscription subscription) {
		this.subscriber.onSubscribe(subscription);
	}

	/**
	 * Add to the demand.
	 * @param n how many more items may be delivered
	 * @return whether the number is valid
	 */
	boolean request(long n) {
		if (!Operators.validate(n)) {
			return false;
		}
		this.demand.accumulateAndGet(n, Operators::addCap);
		return true;
	}

	boolean hasDemand() {
		return this.demand.get() > 0;
	}

	/**
	 * Deliver an item.
	 * @param next the item
	 * @return {@code false} if the subscriber threw an exception, which ends its
	 * subscription
	 */
	boolean next(T next) {
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		try {
			this.subscriber.onNext(next);
			return true;
		}
		catch (RuntimeException | Error ex) {
			thrown(ex);
			return false;
		}
	}

	void complete() {
		try {
			this.subscriber.onComplete();
		}
		catch (RuntimeException | Error ex) {
			thrown(ex);
		}
	}

	void error(Throwable failure) {
		try {
			this.subscriber.onError(failure);
		}
		catch (RuntimeException | Error ex) {
			Operators.onErrorDropped(ex, context());
		}
	}

	/**
	 * Operators rethrow errors of the virtual machine, such as a stack overflow in a
	 * mapping function. Without this, downstream subscribers would wait forever.
	 */
	private void thrown(Throwable failure) {
		if (Exceptions.isJvmFatal(failure)) {
			error(failure);
		}
		else {
			Operators.onErrorDropped(failure, context());
		}
	}

}
