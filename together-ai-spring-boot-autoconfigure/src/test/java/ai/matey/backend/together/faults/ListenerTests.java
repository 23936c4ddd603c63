package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.BaseSubscriber;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRChatResponse;
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
		assertThat(output.getAll().split("A listener for Together AI calls failed", -1)).hasSize(2);
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
		assertThat(output.getAll().lines().filter((line) -> line.contains("A listener for Together AI calls failed")))
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

	/**
	 * A cancel may come while the response is being looked at, here by a listener that is
	 * told of it.
	 */
	@ParameterizedTest
	@ValueSource(ints = { 200, 503 })
	void endIsToldLastHoweverItComes(int status) {
		BaseSubscriber<IRChatResponse> call = new BaseSubscriber<>() {
		};
		Events after = new Events();
		List<String> told = new CopyOnWriteArrayList<>();
		BackendListener leaving = new BackendListener() {

			@Override
			public void responded(BackendCall responded, @Nullable RateLimits limits,
					@Nullable AdapterException failure) {
				call.dispose();
			}

		};
		BackendListener listening = new BackendListener() {

			@Override
			public void responded(BackendCall responded, @Nullable RateLimits limits,
					@Nullable AdapterException failure) {
				told.add("responded");
			}

			@Override
			public void retrying(BackendCall retried, AdapterException failure, int attempt, Duration wait) {
				told.add("retrying");
			}

			@Override
			public void finished(BackendCall finished, Outcome outcome, @Nullable AdapterException failure) {
				told.add("finished");
			}

		};
		try (Rig rig = Rig.setup()
			.builder((builder) -> builder.listener(leaving).listener(listening).listener(after))
			.start()) {
			rig.server().when((request) -> true).always((status == 200) ? Reply.text("Hello.") : Reply.status(status));
			rig.chat().subscribe(call);
			Await.until(() -> after.finished() == 1, () -> "told " + told);
			rig.assertClean();
			assertThat(told).containsExactly("responded", "finished");
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
		public void responded(BackendCall call, @Nullable RateLimits limits, @Nullable AdapterException failure) {
			throw new AssertionError("responded");
		}

		@Override
		public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
			throw new NoClassDefFoundError("finished");
		}

	}

}
