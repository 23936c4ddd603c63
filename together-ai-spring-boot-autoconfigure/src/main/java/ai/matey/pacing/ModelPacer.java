package ai.matey.pacing;

import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.RateLimitException.Kind;

/**
 * Paces the attempts of one model of one client. As long as no limit is known, it only
 * counts. After that, attempts queue. One thread at a time releases the first of them
 * when both budgets and the concurrency permit.
 */
final class ModelPacer implements BackendPacer {

	private static final long REQUEST_NANOS = 1_000_000;

	private static final long TOKEN_NANOS = 1_000;

	private static final long AFTER_FAILURE_NANOS = 1_000_000_000;

	private final PacingSettings settings;

	private final PacingContext context;

	private final PacingClock clock;

	private final RateBudget requests;

	private final RateBudget tokens;

	private final ConcurrencyBudget concurrency = new ConcurrencyBudget();

	private final TokenEstimate estimate = new TokenEstimate();

	private final Turns requestTurns;

	private final Turns tokenTurns;

	private final WaitingCalls waiting;

	private final AtomicInteger running = new AtomicInteger();

	private final AtomicInteger work = new AtomicInteger();

	private volatile long lastUsed;

	private Disposable timer = Disposables.disposed();

	ModelPacer(String name, PacingSettings settings, PacingContext context) {
		this.settings = settings;
		this.context = context;
		this.clock = context.clock();
		this.requests = new RateBudget(name + ":requests", settings.cycle(), this.clock, context.link(), this::work);
		this.tokens = new RateBudget(name + ":tokens", settings.cycle(), this.clock, context.link(), this::work);
		this.requestTurns = new Turns(this.requests, context.link(), REQUEST_NANOS, this::work);
		this.tokenTurns = new Turns(this.tokens, context.link(), TOKEN_NANOS, this::work);
		this.waiting = new WaitingCalls(settings.maxQueue());
	}

	RateBudget requests() {
		return this.requests;
	}

	RateBudget tokens() {
		return this.tokens;
	}

	ConcurrencyBudget concurrency() {
		return this.concurrency;
	}

	TokenEstimate estimate() {
		return this.estimate;
	}

	PacingClock clock() {
		return this.clock;
	}

	int running() {
		return this.running.get();
	}

	int queued() {
		return this.waiting.size();
	}

	/**
	 * Return when an attempt last requested a permit.
	 */
	long lastUsed() {
		return this.lastUsed;
	}

	/**
	 * Return whether this pacer is idle and has learned nothing.
	 */
	boolean isForgettable() {
		return running() == 0 && queued() == 0 && this.requests.isUnknown() && this.tokens.isUnknown()
				&& this.concurrency.isOver(this.clock.now());
	}

	@Override
	public Disposable acquire(AttemptRequest request, PermitReceiver receiver) {
		long now = this.clock.now();
		this.lastUsed = now;
		long tokens = this.estimate.of(request);
		if (!this.requests.isLimited() && !this.tokens.isLimited() && !this.concurrency.isLimited()
				&& this.waiting.size() == 0) {
			grant(request, receiver, tokens, now);
			return Disposables.disposed();
		}
		long since = this.clock.steady();
		Waiter waiter = new Waiter(request, receiver, tokens, since, since + this.settings.maxWait().toNanos(), () -> {
			this.waiting.left();
			work();
		});
		if (!this.waiting.offer(waiter)) {
			waiter.end();
			receiver
				.refused(this.context.refusals().queueFull(request, expectedWait(tokens), this.settings.maxQueue()));
			return waiter;
		}
		work();
		return waiter;
	}

	private void grant(AttemptRequest request, PermitReceiver receiver, long tokens, long now) {
		this.running.incrementAndGet();
		this.requests.sent(now, 1);
		this.tokens.sent(now, tokens);
		receiver.granted(new PacedPermit(this, request, now, tokens));
	}

	/**
	 * Handle the end of an attempt.
	 * @return the number of running attempts, including this one
	 */
	int ended() {
		int running = this.running.getAndDecrement();
		if (this.waiting.size() > 0) {
			work();
		}
		return running;
	}

	/**
	 * Correct what an attempt has reserved. Any thread may call this.
	 */
	void settle(long more) {
		this.tokenTurns.settle(more);
	}

	/**
	 * Check whether attempts can be released: by one thread at a time, and again if
	 * anything changed in the meantime.
	 */
	void work() {
		if (this.work.getAndIncrement() != 0) {
			return;
		}
		int missed = 1;
		do {
			try {
				look();
			}
			catch (RuntimeException | Error ex) {
				// Nobody must wait forever because a store or a receiver has failed
				this.work.set(0);
				lookAgain(AFTER_FAILURE_NANOS);
				throw ex;
			}
			missed = this.work.addAndGet(-missed);
		}
		while (missed != 0);
	}

	private void look() {
		this.waiting.sort(this::isInTime);
		refuseLate();
		while (true) {
			Waiter next = this.waiting.peek();
			if (next == null) {
				this.timer.dispose();
				this.requestTurns.release();
				this.tokenTurns.release();
				return;
			}
			long busy = this.concurrency.nanosUntilFree(this.clock.now(), this.running.get());
			if (busy > 0) {
				lookAgain(busy);
				return;
			}
			long wait = nanosUntil(next);
			if (wait > 0) {
				if (wait != Turns.UNKNOWN && isTooLong(wait, next)) {
					this.waiting.remove();
					refuse(next, wait);
					continue;
				}
				lookAgain(wait);
				return;
			}
			this.waiting.remove();
			send(next);
		}
	}

	/**
	 * A turn that was reserved just now must leave a margin in case the rate falls: a
	 * turn that comes too late is lost for all instances.
	 */
	private boolean isTooLong(long wait, Waiter next) {
		long left = next.deadline() - this.clock.steady();
		return wait > (this.requestTurns.isNew() ? left - this.settings.maxWait().toNanos() / 10 : left);
	}

	private long nanosUntil(Waiter next) {
		long requests = this.requestTurns.nanosUntil(1, this.waiting.size());
		long tokens = this.tokenTurns.nanosUntil(next.tokens(), 1);
		return Math.max(requests, tokens);
	}

	private void send(Waiter next) {
		if (!next.end()) {
			// It has left, so the next attempt gets its turn
			return;
		}
		this.waiting.served();
		this.requestTurns.take(1);
		this.tokenTurns.take(next.tokens());
		this.context.waited(next.request().call(), this.clock.steady() - next.since(), true);
		grant(next.request(), next.receiver(), next.tokens(), this.clock.now());
	}

	private boolean isInTime(Waiter waiter, int ahead) {
		double seconds = Math.max(this.requestTurns.secondsUntil(ahead), this.tokenTurns.secondsUntil(ahead));
		double left = (waiter.deadline() - waiter.since()) / RateCurve.SECOND;
		if (seconds <= left) {
			return true;
		}
		refuse(waiter, (long) (seconds * RateCurve.SECOND));
		return false;
	}

	private void refuseLate() {
		long now = this.clock.steady();
		for (Waiter late = this.waiting.late(now); late != null; late = this.waiting.late(now)) {
			refuse(late, Turns.UNKNOWN);
		}
	}

	private void refuse(Waiter waiter, long wait) {
		if (!waiter.end()) {
			return;
		}
		this.waiting.served();
		this.context.waited(waiter.request().call(), this.clock.steady() - waiter.since(), false);
		Kind kind = this.tokens.isLimited() && !this.requests.isLimited() ? Kind.TOKENS
				: this.requests.isLimited() ? Kind.REQUESTS : Kind.UNKNOWN;
		waiter.receiver()
			.refused(this.context.refusals()
				.tooLong(waiter.request(), kind,
						(wait != Turns.UNKNOWN) ? Duration.ofNanos(wait) : expectedWait(waiter.tokens()),
						this.settings.maxWait()));
	}

	/**
	 * Return how long all waiting attempts take at the current rate.
	 * @param tokens the number of tokens assumed for each of them
	 * @return the time, or {@code null} if no rate is known
	 */
	private @Nullable Duration expectedWait(long tokens) {
		double requests = queued() / this.requests.rate();
		double seconds = Double.isNaN(requests) ? queued() * tokens / this.tokens.rate() : requests;
		return (seconds > 0 && Double.isFinite(seconds)) ? Duration.ofMillis((long) (seconds * 1000)) : null;
	}

	private void lookAgain(long wait) {
		long nanos = Math.min(wait, this.waiting.deadline() - this.clock.steady());
		this.timer.dispose();
		this.timer = this.context.scheduler().schedule(this::work, Math.max(nanos, 1), TimeUnit.NANOSECONDS);
	}

	PacingStatus status(String client, @Nullable String model) {
		return new PacingStatus(client, model, number(this.requests.rate()), number(this.tokens.rate()),
				this.concurrency.isLimited() ? this.concurrency.limit() : null, running(), queued());
	}

	void reset() {
		this.requests.reset();
		this.tokens.reset();
		this.concurrency.reset();
		work();
	}

	private static @Nullable Double number(double number) {
		return Double.isNaN(number) ? null : number;
	}

}
