package ai.matey.backend.together;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import org.springframework.core.io.buffer.DataBuffer;
import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Operators;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendListener.Outcome;
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
final class TogetherCall<T> extends SerialWork implements Subscription, RunningCalls.Running {

	/**
	 * How long the rest of a body is awaited after the last chunk, to keep the
	 * connection.
	 */
	private static final Duration END_GRACE = Duration.ofMillis(250);

	private final TogetherExchange exchange;

	private final Outbound outbound;

	private final Function<Attempt, ResponseReader<T>> readers;

	private final CoreSubscriber<? super T> subscriber;

	private final BackendCall call;

	private final BackendListener listener;

	private final CallTimes times;

	/** What was asked for and not yet delivered. */
	private final AtomicLong demand = new AtomicLong();

	/** Whether the listener knows how the call ended. */
	private final AtomicBoolean told = new AtomicBoolean();

	private volatile boolean begun;

	private volatile boolean cancelled;

	/** Why the call is to be ended from outside. */
	private volatile @Nullable AdapterException cut;

	private volatile boolean timeToSend;

	private volatile boolean timeToLook;

	private volatile boolean timeIsUp;

	/** Whether the last thing that the answer holds was handed out. */
	private volatile boolean delivered;

	private volatile @Nullable Sending sending;

	// From here on only the working thread looks.

	private int attempts;

	private boolean sentAgainForFree;

	private @Nullable ResponseReader<T> reader;

	/** Whether the head of the attempt's answer has been seen. */
	private boolean answered;

	/** Whether the attempt's reader was told that the body is over. */
	private boolean bodyEnded;

	private Disposable lookTimer = Disposables.disposed();

	private Disposable retryTimer = Disposables.disposed();

	private Disposable totalTimer = Disposables.disposed();

	private boolean ended;

	TogetherCall(TogetherExchange exchange, Outbound outbound, Function<Attempt, ResponseReader<T>> readers,
			CoreSubscriber<? super T> subscriber) {
		this.exchange = exchange;
		this.outbound = outbound;
		this.readers = readers;
		this.subscriber = subscriber;
		this.call = new BackendCall(exchange.client().name(), outbound.operation(), outbound.streaming(),
				outbound.model(), outbound.requestId(), subscriber.currentContext(), exchange.server());
		this.listener = exchange.client().listener();
		this.times = new CallTimes(outbound, exchange);
	}

	/**
	 * Begins the call.
	 */
	void begin() {
		this.listener.started(this.call);
		if (!this.exchange.running().admit(this)) {
			this.cut = closed();
		}
		this.subscriber.onSubscribe(this);
		Duration total = this.outbound.deadlines().total();
		if (total != null) {
			this.totalTimer = in(total, () -> this.timeIsUp = true);
		}
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
		Sending sending = this.sending;
		if (sending != null) {
			sending.abandon();
		}
		tell(this.delivered ? Outcome.SUCCESS : Outcome.CANCELLED, null);
		work();
	}

	@Override
	public void end() {
		this.cut = closed();
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
			AdapterException cut = this.cut;
			if (cut != null || this.timeIsUp) {
				cutShort((cut != null) ? cut
						: Deadlines.exceeded(attemptSoFar(), "total", this.outbound.deadlines().total()));
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
		catch (RuntimeException ex) {
			failed(unexpected(ex));
		}
	}

	private void send() {
		this.attempts++;
		this.answered = false;
		this.bodyEnded = false;
		this.times.attemptBegins();
		Sending sending = new Sending(this.exchange, this.outbound, this.call, this.attempts,
				this.subscriber.currentContext(), this::work);
		this.reader = this.readers.apply(sending.attempt());
		this.sending = sending;
		lookIn(this.times.firstLook());
		sending.send();
	}

	private void read() {
		Sending sending = this.sending;
		ResponseReader<T> reader = (sending != null) ? readerOfAnswer(sending) : null;
		if (sending == null || reader == null) {
			return;
		}
		while (!this.cancelled && this.cut == null) {
			if (!this.delivered && this.demand.get() == 0) {
				return;
			}
			T next = this.delivered ? null : reader.next();
			if (next != null) {
				this.delivered = reader.isDelivered();
				deliver(next);
			}
			else if (this.bodyEnded) {
				finish(Outcome.SUCCESS, null);
				return;
			}
			else if (!readBody(sending, reader)) {
				return;
			}
		}
	}

	/**
	 * The answer's head, once it is there, decides who reads the body.
	 */
	private @Nullable ResponseReader<T> readerOfAnswer(Sending sending) {
		ResponseReader<T> reader = this.reader;
		if (this.answered || reader == null) {
			return reader;
		}
		// Looked at first: if it is over now, nothing comes after what is seen then.
		boolean over = sending.isOver();
		AnswerHead head = sending.head();
		if (head == null) {
			if (over) {
				throw sending.withoutAnswer();
			}
			return null;
		}
		this.answered = true;
		if (head.isSuccess()) {
			this.listener.answered(this.call, head.rateLimits(), null);
		}
		ResponseReader<T> chosen = head.isSuccess() ? reader.begin(head) : refusal(sending.attempt(), head);
		if (chosen != reader) {
			this.reader = chosen;
			lookIn(chosen.look());
		}
		return chosen;
	}

	private ResponseReader<T> refusal(Attempt attempt, AnswerHead head) {
		return new FailureReader<>(this.exchange::nanoTime, (body) -> {
			AdapterException failure = this.exchange.errors()
				.ofStatus(attempt, head.status(), head.headers(), ErrorBody.read(body));
			this.listener.answered(this.call, failure.rateLimits(), failure);
			return failure;
		});
	}

	/**
	 * Gives the reader what has come of the body, or asks for more.
	 * @return whether the reader may have something new
	 */
	private boolean readBody(Sending sending, ResponseReader<T> reader) {
		boolean over = sending.isOver();
		DataBuffer bytes = sending.takeBytes();
		if (bytes != null) {
			reader.feed(bytes);
			if (!reader.wantsMore()) {
				endBody(reader, null);
			}
			return true;
		}
		if (over) {
			endBody(reader, sending.failure());
			return true;
		}
		if (sending.askForBytes()) {
			reader.asked();
			if (this.delivered) {
				lookIn(END_GRACE);
			}
		}
		return false;
	}

	private void endBody(ResponseReader<T> reader, @Nullable Throwable failure) {
		this.bodyEnded = true;
		reader.end(failure);
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

	private void look() {
		Sending sending = this.sending;
		ResponseReader<T> reader = this.reader;
		if (sending == null || reader == null || this.bodyEnded) {
			return;
		}
		if (!sending.isConnected() && this.times.isConnectExceeded()) {
			throw TransportErrors.connectTimeout(attemptSoFar(), null);
		}
		Duration next = this.delivered ? Duration.ZERO : reader.look();
		if (next.isZero()) {
			endBody(reader, null);
		}
		else {
			lookIn(next);
		}
	}

	private void lookIn(Duration time) {
		this.lookTimer.dispose();
		this.lookTimer = in(time, () -> this.timeToLook = true);
	}

	private Disposable in(Duration time, Runnable note) {
		return this.exchange.scheduler().schedule(() -> {
			note.run();
			work();
		}, time.toNanos(), TimeUnit.NANOSECONDS);
	}

	private void failed(AdapterException failure) {
		Sending sending = this.sending;
		this.sending = null;
		if (sending != null) {
			sending.abandon();
		}
		try {
			Duration wait = waitBeforeNext(sending, failure);
			if (wait == null) {
				finish(Outcome.ERROR, failure);
			}
			else {
				this.retryTimer = in(wait, () -> this.timeToSend = true);
			}
		}
		catch (AdapterException tooLong) {
			finish(Outcome.ERROR, tooLong);
		}
	}

	private @Nullable Duration waitBeforeNext(@Nullable Sending sending, AdapterException failure) {
		if (sending != null && sending.foundDeadConnection(failure) && !this.sentAgainForFree) {
			this.sentAgainForFree = true;
			this.attempts--;
			return Duration.ZERO;
		}
		Duration wait = this.exchange.retryPolicy().waitBeforeNext(failure, this.attempts);
		// A wait that the total deadline would cut is not begun: why the attempt failed
		// says more than the deadline.
		if (wait == null || !this.times.isTimeFor(wait)) {
			return null;
		}
		this.listener.retrying(this.call, failure, this.attempts, wait);
		return wait;
	}

	private AdapterException unexpected(RuntimeException failure) {
		try {
			if (this.reader != null) {
				this.reader.end(failure);
			}
		}
		catch (AdapterException typed) {
			return typed;
		}
		return TransportErrors.map(attemptSoFar(), failure);
	}

	private void cutShort(AdapterException reason) {
		if (this.delivered) {
			finish(Outcome.SUCCESS, null);
		}
		else {
			finish(Outcome.ERROR, (this.reader != null) ? this.reader.cut(reason) : reason);
		}
	}

	private void finish(Outcome outcome, @Nullable AdapterException failure) {
		this.ended = true;
		this.lookTimer.dispose();
		this.retryTimer.dispose();
		this.totalTimer.dispose();
		Sending sending = this.sending;
		if (sending != null) {
			sending.abandon();
		}
		tell(outcome, failure);
		if (failure != null) {
			this.subscriber.onError(failure);
		}
		else if (!this.cancelled) {
			this.subscriber.onComplete();
		}
		this.exchange.running().ended(this);
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
		return new Attempt(this.call, this.attempts, new Redaction(this.outbound.prompts()));
	}

}
