package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Good, faulty and cancelled calls of both kinds, many at once, for as long as one likes.
 * Every call must end once, for its caller and for the client's listener, and both must
 * have seen the same end. Only a caller who leaves in the very moment in which the call
 * ends may not have seen how.
 */
final class SoakRun {

	private static final int AT_ONCE = 64;

	private static final String TEXT = "All good things come to those who wait.";

	/**
	 * Half of the answers are good; stalls are few, since each takes as long as a
	 * deadline.
	 */
	private static final List<Reply> REPLIES = List.of(Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT),
			Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT),
			Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT), Reply.text(TEXT),
			Reply.text(TEXT), Reply.text(TEXT), Reply.status(503),
			Reply.status(400).error("invalid_request_error", "No"), Reply.reset(), Reply.close(),
			Reply.rateLimited(Duration.ofHours(1)), Reply.json("{nonsense"), Reply.silence(),
			Reply.stream().tokens("All good things").reset(), Reply.stream().tokens("All good").stall(),
			Reply.stream().tokens(TEXT).finish("stop"), Reply.stream().errorEvent("server_error", "Broken"),
			Reply.stream().endless("more and "), Reply.status(200).html("<html>"));

	private final AtomicInteger succeeded = new AtomicInteger();

	private final AtomicInteger failed = new AtomicInteger();

	private final AtomicInteger cancelled = new AtomicInteger();

	/** Calls that ended in the moment in which they were given up. */
	private final AtomicInteger crossed = new AtomicInteger();

	private final AtomicReference<String> wrong = new AtomicReference<>();

	/** How the running calls ended for the listener, by the ids of their requests. */
	private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();

	void run(Duration length, int leastCalls) {
		Duration soon = Duration.ofMillis(700);
		try (Rig rig = Rig.setup()
			.deadlines(Rig.LONG.withFirstToken(soon).withIdle(soon).withResponse(soon).withTotal(Duration.ofSeconds(1)))
			.logLimit(100)
			.builder((builder) -> builder.listener(new BackendListener() {

				@Override
				public void finished(BackendCall call, Outcome outcome, AdapterException failure) {
					if (SoakRun.this.outcomes.put(call.requestId(), outcome) != null) {
						SoakRun.this.wrong.set("A call ended twice");
					}
				}

			}))
			.start()) {
			rig.server()
				.when((request) -> true)
				.always(Reply
					.choosing((request) -> REPLIES.get(Math.floorMod(request.number() * 0x9E3779B9, REPLIES.size()))));
			long calls = calls(rig, Duration.ofSeconds(2));
			int threads = Thread.activeCount();
			calls += calls(rig, length);
			rig.assertClean();
			assertThat(this.wrong.get()).isNull();
			assertThat(calls).isGreaterThan(leastCalls);
			assertThat(this.succeeded.get() + this.failed.get() + this.cancelled.get()).isEqualTo((int) calls);
			assertThat(rig.events().started()).isEqualTo((int) calls);
			assertThat(rig.events().finished()).isEqualTo((int) calls);
			assertThat(rig.events().finished(Outcome.CANCELLED)).isEqualTo(this.cancelled.get() - this.crossed.get());
			assertThat(this.crossed.get()).isLessThanOrEqualTo((int) (calls / 100));
			assertThat(this.succeeded.get()).isPositive();
			assertThat(this.cancelled.get()).isGreaterThan((int) (calls / 10));
			assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
			System.out.printf("%d calls: %d succeeded, %d failed, %d cancelled (%d of them as they ended)%n", calls,
					this.succeeded.get(), this.failed.get(), this.cancelled.get(), this.crossed.get());
		}
	}

	private long calls(Rig rig, Duration length) {
		long end = System.nanoTime() + length.toNanos();
		return Flux.<Integer>generate((sink) -> sink.next(1))
			.index()
			.takeWhile((number) -> System.nanoTime() < end)
			.flatMap((number) -> call(rig, number.getT1()), AT_ONCE)
			.count()
			.block(length.plus(Duration.ofMinutes(1)));
	}

	/**
	 * One call in three is given up after a random time, if it has not ended by then.
	 */
	private Mono<Boolean> call(Rig rig, long number) {
		SplittableRandom random = new SplittableRandom(number);
		boolean streamed = random.nextBoolean();
		boolean givenUp = random.nextInt(3) == 0;
		IRChatRequest request = Rig.request();
		TogetherAIBackendAdapter together = rig.together();
		Mono<String> text = streamed ? together.executeStream(request).collectList().map(SoakRun::text)
				: together.execute(request).map((answer) -> answer.text());
		Publisher<?> end = givenUp ? Mono.delay(Duration.ofMillis(random.nextInt(60)), Schedulers.parallel())
				: Mono.never();
		return text.doOnNext((answer) -> {
			if (!answer.equals(TEXT)) {
				this.wrong.set("Wrong text: " + answer);
			}
		}).doOnError((failure) -> {
			if (!(failure instanceof AdapterException)) {
				this.wrong.set("Untyped: " + failure);
			}
		})
			.doFinally((signal) -> compare(request.metadata().requestId(), outcome(signal)))
			.takeUntilOther(end)
			.thenReturn(true)
			.onErrorReturn(false);
	}

	private static Outcome outcome(SignalType signal) {
		return switch (signal) {
			case ON_COMPLETE -> Outcome.SUCCESS;
			case ON_ERROR -> Outcome.ERROR;
			default -> Outcome.CANCELLED;
		};
	}

	private void compare(String requestId, Outcome seen) {
		Outcome told = this.outcomes.remove(requestId);
		count(seen);
		if (told == null) {
			this.wrong.set("The listener was not told how a call ended before its caller went on: " + seen);
		}
		else if (seen == Outcome.CANCELLED && told != Outcome.CANCELLED) {
			this.crossed.incrementAndGet();
		}
		else if (told != seen) {
			this.wrong.set("The caller saw " + seen + ", the listener " + told);
		}
	}

	private void count(Outcome outcome) {
		switch (outcome) {
			case SUCCESS -> this.succeeded.incrementAndGet();
			case ERROR -> this.failed.incrementAndGet();
			case CANCELLED -> this.cancelled.incrementAndGet();
		}
	}

	private static String text(List<IRStreamChunk> chunks) {
		return Rig.text(chunks);
	}

}
