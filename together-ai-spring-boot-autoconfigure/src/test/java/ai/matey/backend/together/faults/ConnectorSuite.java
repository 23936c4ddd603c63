package ai.matey.backend.together.faults;

import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The faults of answers and streams once more, over another HTTP library.
 */
abstract class ConnectorSuite extends FaultSuite {

	/** More than the operating system and both sides' buffers hold. */
	private static final int LARGE = 24 * 1024 * 1024;

	/** Whether the library closes a connection in the middle of an answer. */
	boolean closes() {
		return true;
	}

	@Override
	Stream<Fault> faults() {
		return Stream.of(statuses(), new BodyFaultTests().faults(), new StreamFaultTests().faults())
			.flatMap((faults) -> faults);
	}

	private static Stream<Fault> statuses() {
		return Stream.of(Fault.always("an answer", Reply.text("Hello.")).answers("Hello."),
				Fault.inTurn("429, then an answer", Reply.status(429).header("retry-after", "0"), Reply.text("Hello."))
					.answers("Hello.")
					.attempts(2),
				Fault.always("503", Reply.status(503))
					.fails(ProviderException.class, ErrorCode.PROVIDER_OVERLOADED)
					.retryable()
					.attempts(3));
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void cancelBeforeTheHeadersClosesTheConnection(boolean streamed) {
		try (Rig rig = setup().start()) {
			rig.server().reset();
			rig.server().enqueue(Reply.silence());
			Disposable call = streamed ? rig.stream().subscribe() : rig.chat().subscribe();
			await(() -> rig.server().openRequests() == 1);
			call.dispose();
			rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
			assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
		}
	}

	/**
	 * Nothing of what the server still sends may stay behind: either the connection is
	 * closed, or the rest is read.
	 */
	@Test
	void cancelInMidStreamLeavesNothingBehind() {
		try (Rig rig = setup().http(TogetherHttp.DEFAULT.withMaxInMemorySize(2 * LARGE)).start()) {
			rig.server().reset();
			rig.server()
				.enqueue(Reply.stream()
					.tokens("Once upon a time")
					.bytes((": " + "x".repeat(1021) + "\n").repeat(LARGE / 1024))
					.finish("stop")
					.done());
			StepVerifier.create(rig.stream(), 2).expectNextCount(2).thenCancel().verify(Await.PATIENCE);
			assertThat(rig.events().finished(Outcome.CANCELLED)).isOne();
			rig.server().awaitIdle(Await.PATIENCE);
			assertThat(rig.server().requests().get(0).closedEarly()).isEqualTo(closes());
			rig.server().enqueue(Reply.text("Hello."));
			assertThat(rig.text(true)).isEqualTo("Hello.");
		}
	}

	@Test
	void cancelledStreamThatNeverEndsIsNotReadForEver() {
		try (Rig rig = setup().http(TogetherHttp.DEFAULT.withMaxInMemorySize(64 * 1024)).start()) {
			rig.server().reset();
			rig.server().enqueue(Reply.stream().endless("x".repeat(1000)));
			StepVerifier.create(rig.stream(), 2).expectNextCount(2).thenCancel().verify(Await.PATIENCE);
			BackpressureTests.assertStandstill(rig);
		}
	}

	@Test
	void slowReaderKeepsTheServerWaiting() {
		try (Rig rig = setup().start()) {
			rig.server().reset();
			rig.server().enqueue(Reply.stream().endless("x".repeat(1000)));
			StepVerifier.create(rig.stream().map((chunk) -> chunk instanceof IRStreamChunk.Content), 0)
				.thenRequest(1)
				.expectNext(false)
				.thenRequest(100)
				.expectNextCount(100)
				.then(() -> BackpressureTests.assertStandstill(rig))
				.thenRequest(100)
				.expectNextCount(100)
				.thenCancel()
				.verify(Await.PATIENCE);
		}
	}

	private static void await(BooleanSupplier phase) {
		Await.until(phase, () -> "the call did not come to the point");
	}

}
