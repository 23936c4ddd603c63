package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
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
 * One subscription to a call: its attempts, the waits between them, and its end.
 * <p>
 * Bytes, demand, a deadline, the time for a retry, a cancel, the close of the client:
 * whatever happens is noted by the thread on which it happens and handled in
 * {@link #doWork} by one thread at a time. So every call ends once, the subscriber's
 * signals never overlap, and a deadline can see the response so far.
 *
 * @param <T> what the response holds
 */
final class TogetherCall<T> extends DrainLoop implements Subscription, InFlightCalls.Call {

	private final TogetherExchange exchange;

	private final ProviderRequest request;

	private final ResponseReader.Factory<T> readers;

	private final CoreSubscriber<? super T> subscriber;

	private final BackendCall call;

	private final BackendListener listener;

	private final CallDeadlines deadlines;

	/** What was asked for and not yet delivered. */
	private final AtomicLong demand = new AtomicLong();

	/** Whether the listener knows how the call ended. */
	private final AtomicBoolean outcomeTold = new AtomicBoolean();

	private volatile boolean started;

	private volatile boolean cancelled;

	private volatile boolean clientClosed;

	private volatile boolean attemptDue;

	private volatile boolean checkDue;

	/** Whether the last thing that the response holds was handed out. */
	private volatile boolean delivered;

	private volatile @Nullable HttpAttempt attempt;

	/** The response of the attempt that is under way. Only the working thread looks. */
	private @Nullable ResponsePump<T> response;

	private Disposable retry = Disposables.disposed();

	private int attempts;

	private boolean resentForFree;

	private boolean ended;

	TogetherCall(TogetherExchange exchange, ProviderRequest request, ResponseReader.Factory<T> readers,
			CoreSubscriber<? super T> subscriber) {
		this.exchange = exchange;
		this.request = request;
		this.readers = readers;
		this.subscriber = subscriber;
		this.call = new BackendCall(exchange.client().name(), request.operation(), request.streaming(), request.model(),
				request.metadata().requestId(), subscriber.currentContext(), exchange.server());
		this.listener = exchange.client().listener();
		this.deadlines = exchange.deadlines(request, () -> {
			this.checkDue = true;
			work();
		});
	}

	/**
	 * Start the call.
	 */
	void start() {
		this.listener.started(this.call);
		this.exchange.inFlightCalls().admit(this);
		this.subscriber.onSubscribe(this);
		this.attemptDue = true;
		this.started = true;
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
		HttpAttempt attempt = this.attempt;
		if (attempt != null) {
			attempt.cancel();
		}
		tell(this.delivered ? Outcome.SUCCESS : Outcome.CANCELLED, null);
		work();
	}

	@Override
	public void clientClosed() {
		this.clientClosed = true;
		work();
	}

	@Override
	void doWork() {
		if (!this.started || this.ended) {
			return;
		}
		if (this.cancelled) {
			finish(Outcome.CANCELLED, null);
			return;
		}
		try {
			if (this.clientClosed) {
				finishEarly();
				return;
			}
			if (this.checkDue) {
				this.checkDue = false;
				checkDeadlines();
			}
			if (this.attemptDue) {
				this.attemptDue = false;
				send();
			}
			deliver();
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
		HttpAttempt attempt = new HttpAttempt(this.exchange, this.request, this.call, this.attempts,
				this.subscriber.currentContext(), this::work);
		this.response = new ResponsePump<>(this.exchange, attempt, this.readers, this.deadlines);
		this.attempt = attempt;
		this.deadlines.attemptStarted();
		attempt.send();
	}

	private void deliver() {
		ResponsePump<T> response = this.response;
		if (response == null) {
			return;
		}
		while (!isInterrupted() && (this.delivered || this.demand.get() > 0)) {
			T next = response.next();
			if (next == null) {
				if (response.isOver()) {
					finish(Outcome.SUCCESS, null);
				}
				return;
			}
			this.delivered = response.isDelivered();
			deliver(next);
		}
	}

	/**
	 * Whether there is something more urgent than to deliver. Whoever caused it has the
	 * work done once more.
	 */
	private boolean isInterrupted() {
		return this.cancelled || this.clientClosed || this.checkDue;
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

	private void checkDeadlines() {
		HttpAttempt attempt = this.attempt;
		ResponsePump<T> response = this.response;
		CallDeadlines.Passed passed = this.deadlines.check(attempt != null && attempt.isConnected());
		if (passed == null) {
			return;
		}
		boolean total = passed.deadline() == CallDeadlines.Deadline.TOTAL;
		if (response != null && (total ? response.isDelivered() : response.isComplete())) {
			response.end(null);
			return;
		}
		AdapterException failure = exceeded(passed);
		if (attempt != null) {
			failure = attempt.exceeded(failure);
		}
		throw (response != null) ? response.interrupted(failure) : failure;
	}

	private AdapterException exceeded(CallDeadlines.Passed passed) {
		return (passed.deadline() == CallDeadlines.Deadline.CONNECT)
				? TransportErrors.connectTimeout(attemptSoFar(), null)
				: DeadlineErrors.exceeded(attemptSoFar(), passed.deadline().property(), passed.limit());
	}

	private void failed(AdapterException failure) {
		HttpAttempt attempt = this.attempt;
		this.attempt = null;
		this.response = null;
		this.deadlines.attemptFailed();
		if (attempt != null) {
			attempt.cancel();
		}
		try {
			Duration wait = waitBeforeNext(attempt, failure);
			if (wait == null) {
				finish(Outcome.ERROR, failure);
			}
			else {
				this.retry = this.exchange.schedule(wait, () -> {
					this.attemptDue = true;
					work();
				});
			}
		}
		catch (AdapterException tooLong) {
			finish(Outcome.ERROR, tooLong);
		}
	}

	private @Nullable Duration waitBeforeNext(@Nullable HttpAttempt attempt, AdapterException failure) {
		if (attempt != null && attempt.foundDeadConnection(failure) && !this.resentForFree) {
			this.resentForFree = true;
			this.attempts--;
			return Duration.ZERO;
		}
		Duration wait = this.exchange.retryPolicy().waitBeforeNext(failure, this.attempts, this.request.maxAttempts());
		// A wait that the total deadline would cut is not begun: why the attempt failed
		// says more than the deadline.
		if (wait == null || !this.deadlines.allow(wait)) {
			return null;
		}
		this.listener.retrying(this.call, failure, this.attempts, wait);
		return wait;
	}

	private AdapterException unexpected(Throwable failure) {
		try {
			if (this.response != null) {
				this.response.end(failure);
			}
		}
		catch (AdapterException typed) {
			return typed;
		}
		return TransportErrors.map(attemptSoFar(), failure);
	}

	private void finishEarly() {
		if (this.delivered) {
			finish(Outcome.SUCCESS, null);
			return;
		}
		AdapterException reason = closed();
		finish(Outcome.ERROR, (this.response != null) ? this.response.interrupted(reason) : reason);
	}

	private void finish(Outcome outcome, @Nullable AdapterException failure) {
		this.ended = true;
		this.deadlines.stop();
		this.retry.dispose();
		HttpAttempt attempt = this.attempt;
		if (attempt != null) {
			attempt.cancel();
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
			this.exchange.inFlightCalls().ended(this);
		}
	}

	private void tell(Outcome outcome, @Nullable AdapterException failure) {
		if (this.outcomeTold.compareAndSet(false, true)) {
			this.listener.finished(this.call, outcome, failure);
		}
	}

	private AdapterException closed() {
		String how = (this.attempts == 0) ? "takes no more calls"
				: "was closed; the call for " + attemptSoFar().subject() + " had together.shutdown-grace ("
						+ this.exchange.inFlightCalls().grace() + ") to finish";
		return new NetworkException(ErrorCode.CLIENT_CLOSED, false,
				"The Together AI client '" + this.call.client() + "' " + how + ".", attemptSoFar().details(), null);
	}

	private Attempt attemptSoFar() {
		return new Attempt(this.call, this.attempts, new Redaction(this.request.prompts()),
				this.exchange.client().proxy());
	}

}
