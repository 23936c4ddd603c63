package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Good, faulty and cancelled calls of both kinds, many at once, for as long as one likes.
 * Every call is counted by its caller and by the client; both must agree exactly.
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

	private final AtomicReference<String> wrong = new AtomicReference<>();

	void run(Duration length, int leastCalls) {
		Duration soon = Duration.ofSeconds(1);
		try (Rig rig = Rig.setup()
			.deadlines(Rig.LONG.withFirstToken(soon).withIdle(soon).withResponse(soon).withTotal(Duration.ofSeconds(2)))
			.logLimit(100)
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
			assertThat(rig.events().finished(Outcome.SUCCESS)).isEqualTo(this.succeeded.get());
			assertThat(rig.events().finished(Outcome.ERROR)).isEqualTo(this.failed.get());
			assertThat(rig.events().finished(Outcome.CANCELLED)).isEqualTo(this.cancelled.get());
			assertThat(this.succeeded.get()).isPositive();
			assertThat(this.cancelled.get()).isGreaterThan((int) (calls / 10));
			assertThat(Thread.activeCount()).isLessThanOrEqualTo(threads);
			System.out.printf("%d calls: %d succeeded, %d failed, %d cancelled%n", calls, this.succeeded.get(),
					this.failed.get(), this.cancelled.get());
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
		Mono<String> text = streamed ? rig.stream().collectList().map(SoakRun::text)
				: rig.chat().map((answer) -> answer.text());
		AtomicBoolean counted = new AtomicBoolean();
		Publisher<?> end = givenUp ? Mono.delay(Duration.ofMillis(random.nextInt(60)), Schedulers.parallel())
				: Mono.never();
		return text.doOnNext((answer) -> {
			if (!answer.equals(TEXT)) {
				this.wrong.set("Wrong text: " + answer);
			}
		}).doOnSuccess((answer) -> {
			if (answer != null) {
				count(counted, this.succeeded);
			}
		}).doOnError((failure) -> {
			if (!(failure instanceof AdapterException)) {
				this.wrong.set("Untyped: " + failure);
			}
			count(counted, this.failed);
		}).doOnCancel(() -> count(counted, this.cancelled)).takeUntilOther(end).thenReturn(true).onErrorReturn(false);
	}

	private static void count(AtomicBoolean counted, AtomicInteger outcome) {
		if (counted.compareAndSet(false, true)) {
			outcome.incrementAndGet();
		}
	}

	private static String text(List<IRStreamChunk> chunks) {
		return Rig.text(chunks);
	}

}
