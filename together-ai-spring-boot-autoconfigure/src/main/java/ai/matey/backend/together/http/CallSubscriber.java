package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicLong;

import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Exceptions;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

/**
 * The subscriber of a call, and what it has asked for. It must not throw; if it does, the
 * call goes on to its end all the same.
 *
 * @param <T> what the call delivers
 */
final class CallSubscriber<T> {

	private final CoreSubscriber<? super T> subscriber;

	/** What was asked for and not yet delivered. */
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
	 * @param n how many more things may be delivered
	 * @return whether that is a valid number
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
	 * Deliver something.
	 * @param next what is delivered
	 * @return whether the subscriber took it: {@code false} if it threw, and so has left
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
	 * Operators let errors of the virtual machine pass, such as a stack overflow in a
	 * mapping function. Whoever waits behind the operator would wait for ever.
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
