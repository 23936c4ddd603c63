package ai.matey.backend.together.http;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;

import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;

/**
 * One subscription to a call: its attempts, the waits between them and its end.
 * <p>
 * Every event, such as received bytes, demand, a deadline, a permit, a cancellation or
 * the closing of the client, is recorded by the thread on which it occurs and handled in
 * {@link #doWork} by one thread at a time. Therefore, every call ends exactly once, the
 * subscriber's signals never overlap, and a deadline can access the partial response.
 *
 * @param <T> the type of the items
 */
final class TogetherCall<T> extends DrainLoop implements Subscription, InFlightCalls.Call {

	private final TogetherExchange exchange;

	private final ProviderRequest request;

	private final ResponseReader.Factory<T> readers;

	private final CallSubscriber<T> subscriber;

	private final BackendCall call;

	private final CallEvents events;

	private final CallErrors errors;

	private final CallDeadlines deadlines;

	private volatile boolean started;

	private volatile boolean cancelled;

	private volatile boolean clientClosed;

	private volatile boolean attemptDue;

	private volatile boolean checkDue;

	/** Whether the last item of the response was delivered. */
	private volatile boolean delivered;

	/** The turn of the next or current attempt. */
	private volatile @Nullable AttemptTurn turn;

	private volatile @Nullable HttpAttempt attempt;

	/** The response of the current attempt. Accessed only by the working thread. */
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
		this.subscriber = new CallSubscriber<>(subscriber);
		this.call = new BackendCall(exchange.client().name(), request.operation(), request.streaming(), request.model(),
				request.metadata().requestId(), subscriber.currentContext(), exchange.server());
		this.events = new CallEvents(this.call, exchange.client().listener());
		this.errors = new CallErrors(this.call, request, exchange.client().proxy());
		this.deadlines = exchange.deadlines(request, () -> {
			this.checkDue = true;
			work();
		});
	}

	/**
	 * Start the call.
	 */
	void start() {
		this.events.started();
		this.exchange.inFlightCalls().admit(this);
		try {
			this.subscriber.subscribe(this);
		}
		catch (RuntimeException | Error ex) {
			// Subscribers must not throw here; if one does, the caller gets the exception
			// and no call is left behind.
			this.cancelled = true;
			throw ex;
		}
		finally {
			this.attemptDue = true;
			this.started = true;
			work();
		}
	}

	@Override
	public void request(long n) {
		if (this.subscriber.request(n)) {
			work();
		}
	}

	/**
	 * Takes effect immediately, since the working thread may be busy in the subscriber's
	 * code. A reader that stops after the last chunk has received everything.
	 */
	@Override
	public void cancel() {
		this.cancelled = true;
		HttpAttempt attempt = this.attempt;
		if (attempt != null) {
			attempt.cancel();
		}
		endTurn(this.delivered);
		this.events.finished(this.delivered ? Outcome.SUCCESS : Outcome.CANCELLED, null);
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
		try {
			advance();
		}
		catch (AdapterException ex) {
			attemptFailed(ex);
		}
		catch (RuntimeException | Error ex) {
			// Including errors, which must reach the waiting subscriber, not whichever
			// thread triggered the work.
			attemptFailed(unexpected(ex));
		}
	}

	/**
	 * Runs if even the handling of a failure fails, most likely for lack of memory: the
	 * subscriber must still be notified of the end.
	 */
	@Override
	void workFailed(Throwable failure) {
		if (!this.ended) {
			finish(Outcome.ERROR, this.errors.unexpected(this.attempts, failure));
		}
	}

	private void advance() {
		if (this.cancelled) {
			finish(Outcome.CANCELLED, null);
			return;
		}
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
			awaitTurn();
		}
		AttemptTurn turn = this.turn;
		if (turn != null && this.attempt == null && turn.isGranted()) {
			send(turn);
		}
		if (this.response != null) {
			deliver(this.response);
		}
	}

	private void awaitTurn() {
		this.attempts++;
		AttemptTurn turn = new AttemptTurn(this::work);
		this.turn = turn;
		turn.request(this.exchange.client().pacer(),
				new AttemptRequest(this.call, this.attempts, this.request.bodySize(), this.request.maxTokens()));
		if (!turn.isGranted()) {
			this.deadlines.turnAwaited();
		}
	}

	private void send(AttemptTurn turn) {
		HttpAttempt attempt = new HttpAttempt(this.exchange, this.request, this.call, this.attempts,
				this.subscriber.context(), this::work);
		this.response = new ResponsePump<>(this.exchange, attempt, this.readers, this.deadlines, this.events, turn);
		this.attempt = attempt;
		this.deadlines.attemptStarted();
		attempt.send();
	}

	private void deliver(ResponsePump<T> response) {
		while (!isInterrupted()) {
			if (!this.delivered && !this.subscriber.hasDemand()) {
				this.deadlines.readerPaused();
				return;
			}
			this.deadlines.readerResumed();
			T next = response.next();
			if (next == null) {
				if (response.isOver()) {
					finish(Outcome.SUCCESS, null);
				}
				return;
			}
			if (response.isDelivered()) {
				noteDelivered(next);
			}
			deliver(next);
		}
	}

	private void noteDelivered(T last) {
		AttemptTurn turn = this.turn;
		if (turn != null) {
			turn.delivered(last);
		}
		this.delivered = true;
	}

	/**
	 * Whether something is more urgent than delivery. The thread that caused it triggers
	 * another run.
	 */
	private boolean isInterrupted() {
		return this.cancelled || this.clientClosed || this.checkDue;
	}

	private void deliver(T next) {
		if (this.delivered && !this.request.streaming()) {
			// Reported first, so that the call is over when the caller receives the
			// result.
			this.events.finished(Outcome.SUCCESS, null);
		}
		if (!this.subscriber.next(next)) {
			this.cancelled = true;
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
		if (response != null && (passed.deadline().endsResponse() ? response.isComplete() : response.isDelivered())) {
			response.end(null);
			return;
		}
		if (attempt == null && this.turn != null && !passed.unread()) {
			throw this.errors.waiting(this.attempts - 1, passed);
		}
		AdapterException failure = this.errors.exceeded(this.attempts, passed);
		if (attempt != null && !passed.unread()) {
			failure = attempt.exceeded(failure);
		}
		throw (response != null) ? response.interrupted(failure) : failure;
	}

	private void attemptFailed(AdapterException failure) {
		HttpAttempt attempt = this.attempt;
		AttemptTurn turn = this.turn;
		if (turn != null) {
			turn.failed(failure);
		}
		this.turn = null;
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
		// A wait that would exceed the total deadline is not started, since the error of
		// the attempt says more than that of the deadline.
		if (wait == null || !this.deadlines.allow(wait)) {
			return null;
		}
		this.events.retrying(failure, this.attempts, wait);
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
		return this.errors.unexpected(this.attempts, failure);
	}

	private void finishEarly() {
		if (this.delivered) {
			finish(Outcome.SUCCESS, null);
			return;
		}
		AdapterException reason = this.errors.closed(this.attempts, this.exchange.inFlightCalls().grace());
		finish(Outcome.ERROR, (this.response != null) ? this.response.interrupted(reason) : reason);
	}

	private void finish(Outcome outcome, @Nullable AdapterException failure) {
		this.ended = true;
		try {
			this.deadlines.stop();
			this.retry.dispose();
			HttpAttempt attempt = this.attempt;
			if (attempt != null) {
				attempt.cancel();
			}
			endTurn(outcome == Outcome.SUCCESS);
			this.events.finished(outcome, failure);
		}
		finally {
			notifySubscriber(failure);
			this.exchange.inFlightCalls().ended(this);
		}
	}

	private void endTurn(boolean completed) {
		AttemptTurn turn = this.turn;
		if (turn == null) {
			return;
		}
		if (completed) {
			turn.completed();
		}
		else {
			turn.cancel();
		}
	}

	private void notifySubscriber(@Nullable AdapterException failure) {
		if (this.cancelled) {
			return;
		}
		if (failure != null) {
			this.subscriber.error(failure);
		}
		else {
			this.subscriber.complete();
		}
	}

}
