package ai.matey.sample;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.junit.jupiter.api.Test;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import reactor.test.scheduler.VirtualTimeScheduler;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Joining changes the pieces, never what they hold.
 */
class BurstsTests {

	private final VirtualTimeScheduler thread = VirtualTimeScheduler.create();

	@Test
	void burstIsOnePieceAndASinglePieceWaitsForNothing() {
		Sinks.Many<byte[]> pieces = Sinks.many().unicast().onBackpressureBuffer();
		StepVerifier.create(joined(pieces.asFlux(), this.thread)).then(() -> {
			emit(pieces, "a");
			emit(pieces, "b");
			emit(pieces, "c");
		}).then(this::threadIsFree).expectNext("abc").then(() -> {
			emit(pieces, "d");
			threadIsFree();
		}).expectNext("d").then(pieces::tryEmitComplete).verifyComplete();
	}

	@Test
	void endTakesAlongWhatIsBeingJoined() {
		StepVerifier.create(joined(Flux.just("a", "b").map(BurstsTests::bytes), this.thread))
			.expectNext("ab")
			.verifyComplete();
	}

	@Test
	void failureBeforeTheFirstPieceIsPassedOn() {
		StepVerifier.create(joined(Flux.error(new IllegalStateException("Full")), this.thread))
			.verifyErrorMessage("Full");
	}

	@Test
	void slowReaderBoundsWhatIsReadAhead() {
		List<Long> asked = new ArrayList<>();
		Flux<byte[]> pieces = Flux.range(0, 10_000).map((i) -> bytes("x")).doOnRequest(asked::add);
		StepVerifier.create(joined(pieces, this.thread), 2)
			.expectNextCount(2)
			.then(() -> assertThat(asked.stream().mapToLong(Long::longValue).sum()).isLessThan(300))
			.thenCancel()
			.verify();
	}

	@Test
	void nothingIsLostBetweenThreads() {
		String expected = IntStream.range(0, 200_000).mapToObj((i) -> i + ",").collect(Collectors.joining());
		Scheduler connection = Schedulers.newSingle("connection");
		Scheduler provider = Schedulers.newSingle("provider");
		try {
			Flux<byte[]> pieces = Flux.range(0, 200_000).publishOn(provider).map((i) -> bytes(i + ","));
			String all = joined(pieces, connection).limitRate(2)
				.collect(Collectors.joining())
				.block(Duration.ofSeconds(30));
			assertThat(all).isEqualTo(expected);
		}
		finally {
			connection.dispose();
			provider.dispose();
		}
	}

	private void threadIsFree() {
		this.thread.advanceTimeBy(Duration.ofNanos(1));
	}

	private static Flux<String> joined(Flux<byte[]> pieces, Scheduler thread) {
		return Bursts.joined(pieces, DefaultDataBufferFactory.sharedInstance, thread)
			.map((piece) -> piece.toString(StandardCharsets.UTF_8));
	}

	private static void emit(Sinks.Many<byte[]> pieces, String piece) {
		pieces.tryEmitNext(bytes(piece)).orThrow();
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

}
