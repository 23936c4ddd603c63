package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A caller that loses interest, in every phase of a call.
 */
class CancelTests {

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitingForTheKey(boolean streamed) {
		AtomicBoolean asked = new AtomicBoolean();
		AtomicBoolean cancelled = new AtomicBoolean();
		try (Rig rig = Rig.setup()
			.builder((builder) -> builder.apiKeySupplier(() -> Mono.<String>never()
				.doOnSubscribe((subscription) -> asked.set(true))
				.doOnCancel(() -> cancelled.set(true))))
			.start()) {
			cancelWhen(rig, streamed, asked::get);
			assertThat(cancelled).isTrue();
			assertThat(rig.server().requests()).isEmpty();
			assertCancelled(rig);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitingForAConnection(boolean streamed) {
		// The pool notices only when the wait would have been over.
		TogetherHttp one = TogetherHttp.DEFAULT.withMaxConnections(1).withPendingAcquireTimeout(Duration.ofMillis(500));
		try (Rig rig = Rig.setup().http(one).start()) {
			rig.server().when((request) -> true).always(Reply.silence());
			Disposable first = rig.chat().subscribe();
			Await.until(() -> rig.server().openRequests() == 1, () -> "no request");
			cancelWhen(rig, streamed, () -> rig.pool().waiting() == 1);
			Await.until(() -> rig.pool().waiting() == 0, () -> "still waiting");
			first.dispose();
			assertThat(rig.server().requests()).hasSize(1);
			assertThat(rig.events().finished(Outcome.CANCELLED)).isEqualTo(2);
			rig.assertClean();
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitingForTheHeaders(boolean streamed) {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.silence());
			cancelWhen(rig, streamed, () -> rig.server().openRequests() == 1);
			assertClosed(rig);
		}
	}

	/**
	 * Spring's connector reads the body to its end when nobody has asked for it, which
	 * for a stream may be never.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void betweenTheHeadersAndTheBody(boolean streamed) {
		AtomicBoolean answered = new AtomicBoolean();
		try (Rig rig = Rig.setup()
			.webClient(
					(webClient) -> webClient.filter((request, next) -> next.exchange(request).delayUntil((answer) -> {
						answered.set(true);
						return Mono.never();
					})))
			.start()) {
			rig.server().enqueue(Reply.stream().endless("more "));
			cancelWhen(rig, streamed, answered::get);
			assertClosed(rig);
		}
	}

	@Test
	void inTheMiddleOfABody() {
		try (Rig rig = Rig.setup().start()) {
			rig.server()
				.enqueue(Reply.raw("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 99\r\n\r\n{")
					.stall());
			cancelWhen(rig, false, () -> rig.server().requests().stream().anyMatch((sent) -> sent.bytesSent() > 70));
			assertClosed(rig);
		}
	}

	@Test
	void inTheMiddleOfAStream() {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.stream().tokens("Once upon a time").stall());
			StepVerifier.create(rig.stream())
				.expectNextMatches(IRStreamChunk.Start.class::isInstance)
				.expectNextCount(2)
				.thenCancel()
				.verify(Await.PATIENCE);
			assertClosed(rig);
		}
	}

	@Test
	void streamThatNeverEnds() {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.stream().endless("more "));
			assertThat(rig.stream().take(500).count().block(Await.PATIENCE)).isEqualTo(500);
			assertClosed(rig);
		}
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void waitingForARetry(boolean streamed) {
		TogetherRetry patient = new TogetherRetry(3, Duration.ofMinutes(1), 1, Duration.ofMinutes(1), 0,
				Duration.ofMinutes(1));
		try (Rig rig = Rig.setup().retry(patient).start()) {
			rig.server().when((request) -> true).always(Reply.status(503));
			cancelWhen(rig, streamed, () -> rig.events().retries().size() == 1);
			assertThat(rig.server().requests()).hasSize(1);
			assertCancelled(rig);
		}
	}

	@Test
	void readerThatStopsAtTheLastChunkHasSucceeded() {
		try (Rig rig = Rig.setup().start()) {
			rig.server().enqueue(Reply.stream().tokens("All of it").finish("stop").done().stall());
			rig.stream().takeUntil(IRStreamChunk.Done.class::isInstance).blockLast(Await.PATIENCE);
			rig.assertClean();
			assertThat(rig.events().finished(Outcome.SUCCESS)).isOne();
			assertThat(rig.events().finished()).isOne();
		}
	}

	private static void cancelWhen(Rig rig, boolean streamed, BooleanSupplier phase) {
		Disposable call = streamed ? rig.stream().subscribe() : rig.chat().subscribe();
		Await.until(phase, () -> "the call did not come to the point");
		call.dispose();
	}

	private static void assertClosed(Rig rig) {
		rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
		assertCancelled(rig);
		assertThat(rig.pool().open()).isZero();
	}

	private static void assertCancelled(Rig rig) {
		rig.assertClean();
		assertThat(rig.events().started()).isOne();
		assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
	}

}
