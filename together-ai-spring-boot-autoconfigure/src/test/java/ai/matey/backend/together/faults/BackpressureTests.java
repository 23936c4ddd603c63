package ai.matey.backend.together.faults;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.publisher.BaseSubscriber;
import reactor.test.StepVerifier;

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
