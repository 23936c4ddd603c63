package ai.matey.backend.together.faults;

import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.RateLimits;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Listeners that fail harm nobody.
 */
@ExtendWith(OutputCaptureExtension.class)
class ListenerTests {

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void callsGoOn(boolean streamed, CapturedOutput output) {
		Events after = new Events();
		try (Rig rig = Rig.setup().builder((builder) -> builder.listener(new Failing()).listener(after)).start()) {
			rig.server().enqueue(Reply.status(503), Reply.text("Hello."), Reply.status(400));
			assertThat(rig.text(streamed)).isEqualTo("Hello.");
			assertThat(catchThrowableOfType(AdapterException.class, () -> rig.text(streamed)).status()).isEqualTo(400);
			rig.assertClean();
			assertThat(after.started()).isEqualTo(2);
			assertThat(after.finished()).isEqualTo(2);
			assertThat(after.retries()).hasSize(1);
		}
		assertThat(output.getAll().split("A listener of Together AI calls failed", -1)).hasSize(2);
	}

	@Test
	void eachListenerThatFailsIsLoggedOnce(CapturedOutput output) {
		BackendListener second = new BackendListener() {

			@Override
			public void started(BackendCall call) {
				throw new IllegalStateException("second");
			}

		};
		try (Rig rig = Rig.setup().builder((builder) -> builder.listener(new Failing()).listener(second)).start()) {
			assertThat(rig.text(false)).isNotEmpty();
			assertThat(rig.text(true)).isNotEmpty();
		}
		assertThat(output.getAll().lines().filter((line) -> line.contains("A listener of Together AI calls failed")))
			.hasSize(2)
			.anyMatch((line) -> line.contains(Failing.class.getName()))
			.anyMatch((line) -> line.contains(second.getClass().getName()));
	}

	@Test
	void callsThatAreGivenUpAreClosed() {
		try (Rig rig = Rig.setup().builder((builder) -> builder.listener(new Failing())).start()) {
			rig.server().enqueue(Reply.stream().tokens("a b c").stall());
			rig.stream().take(2).blockLast(Await.PATIENCE);
			rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
			rig.assertClean();
		}
	}

	private static final class Failing implements BackendListener {

		@Override
		public void started(BackendCall call) {
			throw new IllegalStateException("started");
		}

		@Override
		public void retrying(BackendCall call, AdapterException failure, int attempt, Duration wait) {
			throw new IllegalStateException("retrying");
		}

		@Override
		public void answered(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
			throw new AssertionError("answered");
		}

		@Override
		public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
			throw new NoClassDefFoundError("finished");
		}

	}

}
