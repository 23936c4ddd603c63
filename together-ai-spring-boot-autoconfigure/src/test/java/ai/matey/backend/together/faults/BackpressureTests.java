package ai.matey.backend.together.faults;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import ai.matey.errors.StreamException;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Reads follow demand, and a slow reader is no stalled server.
 */
class BackpressureTests {

	/**
	 * What the operating system and both sides' buffers may hold of a stream that nobody
	 * reads. Without back-pressure the server gets rid of this much in no time.
	 */
	private static final long BUFFERED = 16 * 1024 * 1024;

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@Test
	void endlessStreamWaitsForItsReader() {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.stream().endless("x".repeat(1000)));
			SlowReader reader = new SlowReader();
			rig.stream().subscribe(reader);
			reader.request(100);
			Await.until(() -> reader.seen == 100, () -> "only " + reader.seen + " chunks came");
			assertStandstill(rig);
			assertThat(reader.seen).isEqualTo(100);
			reader.request(100);
			Await.until(() -> reader.seen == 200, () -> "only " + reader.seen + " chunks came");
			reader.cancel();
			rig.assertClean();
		}
	}

	/**
	 * Nothing more is sent once all buffers on the way are full.
	 */
	static void assertStandstill(Rig rig) {
		long[] last = { -1, System.nanoTime() };
		Await.until(() -> {
			long sent = rig.server().requests().get(0).bytesSent();
			if (sent != last[0]) {
				last[0] = sent;
				last[1] = System.nanoTime();
			}
			return System.nanoTime() - last[1] > 300_000_000L || sent > BUFFERED;
		}, () -> "the server goes on sending");
		assertThat(last[0]).isLessThan(BUFFERED);
	}

	@Test
	void slowReaderExceedsNoDeadline() {
		Duration soon = Duration.ofMillis(250);
		try (Rig rig = Rig.setup().deadlines(Rig.LONG.withIdle(soon)).start()) {
			rig.server().enqueue(Reply.stream().tokens("a b c d e f").finish("stop").done());
			StepVerifier.create(rig.stream().map((chunk) -> chunk instanceof IRStreamChunk.Done), 1)
				.expectNext(false)
				.thenAwait(soon.multipliedBy(3))
				.thenRequest(1)
				.expectNext(false)
				.thenAwait(soon.multipliedBy(3))
				.thenRequest(Long.MAX_VALUE)
				.thenConsumeWhile((done) -> !done)
				.expectNext(true)
				.expectComplete()
				.verify(Await.PATIENCE);
			rig.assertClean();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void readerThatAsksLateIsServed(boolean streamed) {
		Duration soon = Duration.ofMillis(250);
		IRDeadlines deadlines = new IRDeadlines(soon.multipliedBy(20), soon, soon, soon, null);
		try (Rig rig = Rig.setup().deadlines(deadlines).start()) {
			rig.server().enqueue(Reply.text("Here I am."));
			Flux<String> text = streamed ? rig.stream().ofType(IRStreamChunk.Content.class).map((chunk) -> "text")
					: rig.chat().map((answer) -> "text").flux();
			StepVerifier.create(text, 0)
				.thenAwait(soon.multipliedBy(5))
				.thenRequest(Long.MAX_VALUE)
				.expectNext("text")
				.thenConsumeWhile("text"::equals)
				.expectComplete()
				.verify(Await.PATIENCE);
			rig.assertClean();
		}
	}

	/**
	 * Whatever has become of the reader: nothing stays for ever.
	 */
	@Test
	void streamThatNobodyReadsIsGivenUp() {
		Duration soon = Duration.ofMillis(250);
		try (Rig rig = Rig.setup().deadlines(Rig.LONG.withUnread(soon)).start()) {
			rig.server().enqueue(Reply.stream().endless("more "));
			StepVerifier.create(rig.stream(), 3)
				.expectNextCount(3)
				.expectErrorSatisfies((failure) -> assertThat(failure)
					.isInstanceOfSatisfying(StreamException.class,
							(unread) -> assertThat(unread.partialResponse().text()).isEqualTo("more more "))
					.hasMessageContaining("together.timeout.unread"))
				.verify(Await.PATIENCE);
			rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
			rig.assertClean();
		}
	}

	@Test
	void plainCallThatNobodyReadsIsGivenUp() {
		try (Rig rig = Rig.setup().deadlines(Rig.LONG.withUnread(Duration.ofMillis(100))).start()) {
			rig.server().enqueue(Reply.silence());
			StepVerifier.create(rig.chat(), 0)
				.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(StreamException.class)
					.hasMessageContaining("together.timeout.unread")
					.hasMessageNotContaining("Together AI"))
				.verify(Await.PATIENCE);
			rig.assertClean();
		}
	}

	@Test
	void readerIsNotToldThatTheProviderWasLate() {
		try (Rig rig = Rig.setup().deadlines(Rig.LONG.withTotal(Duration.ofMillis(250))).start()) {
			rig.server().enqueue(Reply.stream().endless("more "));
			StepVerifier.create(rig.stream(), 3)
				.expectNextCount(3)
				.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(StreamException.class)
					.hasMessageContaining("together.timeout.total")
					.hasMessageNotContaining("Together AI"))
				.verify(Await.PATIENCE);
		}
	}

	private static final class SlowReader extends BaseSubscriber<IRStreamChunk> {

		private volatile int seen;

		@Override
		protected void hookOnSubscribe(Subscription subscription) {
			// Nothing is asked for yet.
		}

		@Override
		protected void hookOnNext(IRStreamChunk chunk) {
			this.seen = this.seen + 1;
		}

	}

}
