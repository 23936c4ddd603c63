package ai.matey.backend.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

import ai.matey.adapter.BackendCall;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.ir.IRDeadlines;

/**
 * One subscription to a call: its attempts, the waits between them, and whatever ends it
 * from outside: deadlines, the client's end, an answer that is complete before its
 * connection is. All of the latter meet in one operator around the attempts, so that a
 * chunk passes few operators and no timer.
 * <p>
 * Attempts follow each other, so their fields need no lock; those that timers look at are
 * volatile.
 *
 * @param <T> what the answer holds
 */
final class TogetherCall<T> implements RunningCalls.Running {

	/**
	 * How long the rest of a body is awaited after the last chunk, to keep the
	 * connection.
	 */
	private static final Duration END_GRACE = Duration.ofMillis(250);

	private final TogetherExchange exchange;

	private final Outbound outbound;

	private final Function<Attempt, ResponseReader<T>> readers;

	private final BackendCall call;

	private final long startNanos;

	private final Sinks.Empty<Void> ended = Sinks.empty();

	private final Sinks.Empty<Void> delivered = Sinks.empty();

	private int attempts;

	private boolean sentAgainForFree;

	private volatile @Nullable Sending<T> sending;

	/** Whether the call is over, though its attempt may go on. */
	private volatile boolean over;

	private volatile @Nullable AdapterException failure;

	TogetherCall(TogetherExchange exchange, Outbound outbound, Function<Attempt, ResponseReader<T>> readers,
			ContextView context) {
		this.exchange = exchange;
		this.outbound = outbound;
		this.readers = readers;
		this.call = new BackendCall(exchange.client().name(), outbound.operation(), outbound.streaming(),
				outbound.model(), outbound.requestId(), context, exchange.server());
		this.startNanos = exchange.nanoTime();
	}

	Flux<T> run() {
		RunningCalls running = this.exchange.running();
		Flux<T> answer = running.admit(this) ? answer() : Flux.error(this::closed);
		return answer
			.tap(() -> new CallSignals<>(this.exchange.client().listener(), this.call, () -> running.ended(this)));
	}

	private Flux<T> answer() {
		return Flux.defer(this::attempt)
			.retryWhen(Retry.from((failures) -> failures.concatMap(this::retry)))
			.takeUntilOther(Mono.firstWithSignal(endings()))
			.concatWith(Flux.defer(this::rest));
	}

	private Flux<T> attempt() {
		this.attempts++;
		return ApiKeys.of(this.exchange.client().apiKeySupplier(), this.call).flatMapMany(this::send);
	}

	private Flux<T> send(String apiKey) {
		Attempt attempt = new Attempt(this.call, this.attempts, new Redaction(apiKey, this.outbound.prompts()));
		ResponseReader<T> reader = this.readers.apply(attempt);
		reader.whenDelivered(this.delivered::tryEmitEmpty);
		Sending<T> sending = new Sending<>(this.exchange, this.outbound, attempt, reader);
		this.sending = sending;
		return sending.send(apiKey);
	}

	private Flux<T> rest() {
		AdapterException failure = this.failure;
		if (failure != null) {
			return Flux.error(failure);
		}
		Sending<T> sending = this.sending;
		return (sending != null) ? sending.rest() : Flux.empty();
	}

	private Mono<Long> retry(Retry.RetrySignal signal) {
		Sending<T> sending = this.sending;
		this.sending = null;
		if (!(signal.failure() instanceof AdapterException failure)) {
			return Mono.error(signal.failure());
		}
		if (sending != null && sending.foundDeadConnection(failure) && !this.sentAgainForFree) {
			this.sentAgainForFree = true;
			this.attempts--;
			return Mono.just(0L);
		}
		Duration wait = this.exchange.retryPolicy().waitBeforeNext(failure, this.attempts);
		if (wait == null || !isTimeFor(wait)) {
			return Mono.error(failure);
		}
		this.exchange.client().listener().retrying(this.call, failure, this.attempts, wait);
		return Mono.delay(wait, this.exchange.scheduler());
	}

	/**
	 * A wait that the total deadline would cut is not begun: why the attempt failed says
	 * more than the deadline.
	 */
	private boolean isTimeFor(Duration wait) {
		Duration total = this.outbound.deadlines().total();
		return total == null || total.minusNanos(this.exchange.nanoTime() - this.startNanos)
			.minus(wait)
			.compareTo(Duration.ZERO) > 0;
	}

	/**
	 * What ends the attempts. All of them complete, also those that mean a failure: an
	 * error in this place would not cancel the attempt and leave its connection open.
	 */
	private List<Mono<Void>> endings() {
		List<Mono<Void>> endings = new ArrayList<>(4);
		endings.add(this.ended.asMono());
		endings.add(this.delivered.asMono().then(Mono.delay(END_GRACE, this.exchange.scheduler())).then());
		Duration firstLook = firstLook(this.outbound.deadlines());
		if (firstLook != null) {
			endings.add(Mono.defer(() -> look(firstLook)).repeat(() -> !this.over).then());
		}
		Duration total = this.outbound.deadlines().total();
		if (total != null) {
			endings.add(Mono.delay(total, this.exchange.scheduler())
				.filter((tick) -> cut(Deadlines.exceeded(attemptSoFar(), "total", total)))
				.switchIfEmpty(Mono.never())
				.then());
		}
		return endings;
	}

	/**
	 * No attempt that begins later can exceed a deadline sooner.
	 */
	private @Nullable Duration firstLook(IRDeadlines deadlines) {
		if (!this.outbound.streaming()) {
			return deadlines.response();
		}
		Duration firstToken = deadlines.firstToken();
		Duration idle = deadlines.idle();
		return (firstToken == null || (idle != null && idle.compareTo(firstToken) < 0)) ? idle : firstToken;
	}

	private Mono<Long> look(Duration otherwise) {
		Sending<T> sending = this.sending;
		try {
			Duration next = (sending != null) ? sending.reader().look() : otherwise;
			if (!next.isZero()) {
				return Mono.delay(next, this.exchange.scheduler());
			}
		}
		catch (AdapterException ex) {
			this.failure = ex;
		}
		this.over = true;
		return Mono.empty();
	}

	@Override
	public void end() {
		if (cut(closed())) {
			this.ended.tryEmitEmpty();
		}
	}

	/**
	 * Ends the call from outside.
	 * @return whether the attempts must be ended now; if not, the thread that reads does
	 */
	private boolean cut(AdapterException reason) {
		Sending<T> sending = this.sending;
		AdapterException failure = (sending != null) ? sending.reader().cut(reason) : reason;
		if (failure == null) {
			return false;
		}
		this.failure = failure;
		return true;
	}

	private AdapterException closed() {
		String how = (this.attempts == 0) ? "takes no more calls"
				: "was closed; the call for " + attemptSoFar().subject() + " had together.shutdown-grace ("
						+ this.exchange.running().grace() + ") to finish";
		return new NetworkException(ErrorCode.CLIENT_CLOSED, false,
				"The Together AI client '" + this.call.client() + "' " + how + ".", attemptSoFar().details(), null);
	}

	private Attempt attemptSoFar() {
		return new Attempt(this.call, this.attempts, new Redaction("", this.outbound.prompts()));
	}

}
