package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Operators;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.DeadlineErrors;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;

/**
 * One subscription to a call: its attempts, the waits between them, and whatever ends it.
 * <p>
 * All that can happen to a call - bytes, demand, a deadline, the time for a retry, a
 * cancel, the end of the client - is noted where it happens and acted upon in
 * {@link #doWork}, by one thread at a time. So every call ends in one place and once, its
 * subscriber's signals never overlap, and a deadline can look at the answer so far. A
 * chunk passes nothing on its way from the decoder to the subscriber.
 *
 * @param <T> what the answer holds
 */
final class TogetherCall<T> extends DrainLoop implements Subscription, InFlightCalls.Running {

	private final TogetherExchange exchange;

	private final ProviderRequest outbound;

	private final Function<Attempt, ResponseReader<T>> readers;

	private final CoreSubscriber<? super T> subscriber;

	private final BackendCall call;

	private final BackendListener listener;

	private final CallTimers timers;

	/** What was asked for and not yet delivered. */
	private final AtomicLong demand = new AtomicLong();

	/** Whether the listener knows how the call ended. */
	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean begun;

	private volatile boolean cancelled;

	private volatile boolean clientClosed;

	private volatile boolean timeIsUp;

	private volatile boolean timeToSend;

	private volatile boolean timeToLook;

	/** Whether the last thing that the answer holds was handed out. */
	private volatile boolean delivered;

	private volatile @Nullable HttpAttempt sending;

	/** What comes of the attempt that is under way. Only the working thread looks. */
	private @Nullable ResponsePump<T> answer;

	private int attempts;

	private boolean sentAgainForFree;

	private boolean ended;

	TogetherCall(TogetherExchange exchange, ProviderRequest outbound, Function<Attempt, ResponseReader<T>> readers,
			CoreSubscriber<? super T> subscriber) {
		this.exchange = exchange;
		this.outbound = outbound;
		this.readers = readers;
		this.subscriber = subscriber;
		this.call = new BackendCall(exchange.client().name(), outbound.operation(), outbound.streaming(),
				outbound.model(), outbound.requestId(), subscriber.currentContext(), exchange.server());
		this.listener = exchange.client().listener();
		this.timers = new CallTimers(outbound, exchange);
	}

	/**
	 * Begins the call.
	 */
	void begin() {
		this.listener.started(this.call);
		this.exchange.running().admit(this);
		this.subscriber.onSubscribe(this);
		this.timers.callBegins(() -> {
			this.timeIsUp = true;
			work();
		});
		this.timeToSend = true;
		this.begun = true;
		work();
	}

	@Override
	public void request(long n) {
		if (Operators.validate(n)) {
			this.demand.accumulateAndGet(n, Operators::addCap);
			work();
		}
	}

	/**
	 * Takes effect at once, since the working thread may be busy in the subscriber's
	 * code. A reader that stops at the last chunk has got all that it asked for.
	 */
	@Override
	public void cancel() {
		this.cancelled = true;
		HttpAttempt sending = this.sending;
		if (sending != null) {
			sending.abandon();
		}
		tell(this.delivered ? Outcome.SUCCESS : Outcome.CANCELLED, null);
		work();
	}

	@Override
	public void end() {
		this.clientClosed = true;
		work();
	}

	@Override
	void doWork() {
		if (!this.begun || this.ended) {
			return;
		}
		if (this.cancelled) {
			finish(Outcome.CANCELLED, null);
			return;
		}
		try {
			if (isCut()) {
				cutShort();
				return;
			}
			if (this.timeToSend) {
				this.timeToSend = false;
				send();
			}
			if (this.timeToLook) {
				this.timeToLook = false;
				look();
			}
			read();
		}
		catch (AdapterException ex) {
			failed(ex);
		}
		catch (RuntimeException | Error ex) {
			// An error, too: whoever caused the work may be anyone, and the caller waits.
			failed(unexpected(ex));
		}
	}

	private void send() {
		this.attempts++;
		HttpAttempt sending = new HttpAttempt(this.exchange, this.outbound, this.call, this.attempts,
				this.subscriber.currentContext(), this::work);
		this.answer = new ResponsePump<>(this.exchange, sending, this.readers.apply(sending.attempt()));
		this.sending = sending;
		this.timers.attemptBegins(this::lookNow);
		sending.send();
	}

	private void read() {
		ResponsePump<T> answer = this.answer;
		if (answer == null) {
			return;
		}
		while (!this.cancelled && !isCut() && (this.delivered || this.demand.get() > 0)) {
			T next = answer.next();
			if (next == null) {
				endOrWait(answer);
				return;
			}
			this.delivered = answer.isDelivered();
			deliver(next);
		}
	}

	private void endOrWait(ResponsePump<T> answer) {
		if (answer.isOver()) {
			finish(Outcome.SUCCESS, null);
			return;
		}
		Duration nearer = answer.nearerLook();
		if (nearer != null) {
			this.timers.lookIn(nearer, this::lookNow);
		}
	}

	private void deliver(T next) {
		if (this.demand.get() != Long.MAX_VALUE) {
			this.demand.decrementAndGet();
		}
		try {
			this.subscriber.onNext(next);
		}
		catch (RuntimeException | Error ex) {
			// It must not throw; who does has left.
			this.cancelled = true;
			Operators.onErrorDropped(ex, this.subscriber.currentContext());
			work();
		}
	}

	private void lookNow() {
		this.timeToLook = true;
		work();
	}

	private void look() {
		ResponsePump<T> answer = this.answer;
		if (answer == null || answer.isOver()) {
			return;
		}
		if (!answer.isConnected() && this.timers.isConnectExceeded()) {
			throw exceeded(TransportErrors.connectTimeout(attemptSoFar(), null));
		}
		Duration next = answer.look();
		if (next.isZero()) {
			answer.end(null);
		}
		else {
			this.timers.lookIn(next, this::lookNow);
		}
	}

	private void failed(AdapterException failure) {
		HttpAttempt sending = this.sending;
		this.sending = null;
		this.answer = null;
		if (sending != null) {
			sending.abandon();
		}
		try {
			Duration wait = waitBeforeNext(sending, failure);
			if (wait == null) {
				finish(Outcome.ERROR, failure);
			}
			else {
				this.timers.retryIn(wait, () -> {
					this.timeToSend = true;
					work();
				});
			}
		}
		catch (AdapterException tooLong) {
			finish(Outcome.ERROR, tooLong);
		}
	}

	private @Nullable Duration waitBeforeNext(@Nullable HttpAttempt sending, AdapterException failure) {
		if (sending != null && sending.foundDeadConnection(failure) && !this.sentAgainForFree) {
			this.sentAgainForFree = true;
			this.attempts--;
			return Duration.ZERO;
		}
		Duration wait = this.exchange.retryPolicy().waitBeforeNext(failure, this.attempts, this.outbound.maxAttempts());
		// A wait that the total deadline would cut is not begun: why the attempt failed
		// says more than the deadline.
		if (wait == null || !this.timers.isTimeFor(wait)) {
			return null;
		}
		this.listener.retrying(this.call, failure, this.attempts, wait);
		return wait;
	}

	private AdapterException unexpected(Throwable failure) {
		try {
			if (this.answer != null) {
				this.answer.end(failure);
			}
		}
		catch (AdapterException typed) {
			return typed;
		}
		return TransportErrors.map(attemptSoFar(), failure);
	}

	private AdapterException exceeded(AdapterException deadline) {
		HttpAttempt sending = this.sending;
		return (sending != null) ? sending.exceeded(deadline) : deadline;
	}

	private boolean isCut() {
		return this.clientClosed || this.timeIsUp;
	}

	private void cutShort() {
		if (this.delivered) {
			finish(Outcome.SUCCESS, null);
			return;
		}
		AdapterException reason = this.clientClosed ? closed()
				: exceeded(DeadlineErrors.exceeded(attemptSoFar(), "total", this.outbound.deadlines().total()));
		finish(Outcome.ERROR, (this.answer != null) ? this.answer.cut(reason) : reason);
	}

	private void finish(Outcome outcome, @Nullable AdapterException failure) {
		this.ended = true;
		this.timers.stop();
		HttpAttempt sending = this.sending;
		if (sending != null) {
			sending.abandon();
		}
		tell(outcome, failure);
		try {
			if (failure != null) {
				this.subscriber.onError(failure);
			}
			else if (!this.cancelled) {
				this.subscriber.onComplete();
			}
		}
		catch (RuntimeException | Error ex) {
			// It must not throw; the call has ended all the same.
			Operators.onErrorDropped(ex, this.subscriber.currentContext());
		}
		finally {
			this.exchange.running().ended(this);
		}
	}

	private void tell(Outcome outcome, @Nullable AdapterException failure) {
		if (this.told.compareAndSet(false, true)) {
			this.listener.finished(this.call, outcome, failure);
		}
	}

	private AdapterException closed() {
		String how = (this.attempts == 0) ? "takes no more calls"
				: "was closed; the call for " + attemptSoFar().subject() + " had together.shutdown-grace ("
						+ this.exchange.running().grace() + ") to finish";
		return new NetworkException(ErrorCode.CLIENT_CLOSED, false,
				"The Together AI client '" + this.call.client() + "' " + how + ".", attemptSoFar().details(), null);
	}

	private Attempt attemptSoFar() {
		return new Attempt(this.call, this.attempts, new Redaction(this.outbound.prompts()),
				this.exchange.client().proxy());
	}

}
