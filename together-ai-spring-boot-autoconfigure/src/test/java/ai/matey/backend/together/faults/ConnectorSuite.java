package ai.matey.backend.together.faults;

import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.test.StepVerifier;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The faults of answers and streams once more, over another HTTP library.
 */
abstract class ConnectorSuite extends FaultSuite {

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
