package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * The end of a client: no new calls, time for the running ones, then a clean cut.
 */
class ShutdownTests {

	private static final Duration SOON = Duration.ofMillis(300);

	private final AtomicReference<Throwable> failure = new AtomicReference<>();

	private final AtomicBoolean completed = new AtomicBoolean();

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@Test
	void closedClientTakesNoCalls() {
		try (Rig rig = Rig.setup().start()) {
			rig.together().close();
			NetworkException refused = catchThrowableOfType(NetworkException.class, () -> rig.text(true));
			assertThat(refused.code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
			assertThat(refused.isRetryable()).isFalse();
			assertThat(refused).hasMessageContaining("'default'");
			assertThat(rig.server().requests()).isEmpty();
			assertThat(rig.events().started()).isOne();
			assertThat(rig.events().finished(Outcome.ERROR)).isOne();
		}
	}

	@Test
	void runningStreamMayFinish() {
		try (Rig rig = Rig.setup().start()) {
			rig.server()
				.enqueue(Reply.stream()
					.tokens("Once")
					.pause(Duration.ofMillis(400))
					.tokens(" more")
					.finish("stop")
					.done());
			startStream(rig);
			CompletionStage<Void> end = rig.together().shutdown();
			assertThat(catchThrowableOfType(NetworkException.class, () -> rig.text(false)).code())
				.isEqualTo(ErrorCode.CLIENT_CLOSED);
			end.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
			assertThat(this.completed).isTrue();
			assertThat(this.failure.get()).isNull();
			Await.until(() -> rig.pool().open() == 0, () -> "connections are left");
		}
	}

	@Test
	void stalledStreamIsEndedWithWhatItHas() {
		try (Rig rig = Rig.setup().builder((builder) -> builder.shutdownGrace(SOON)).start()) {
			rig.server().enqueue(Reply.stream().tokens("Once upon").stall());
			startStream(rig);
			rig.together().close();
			Await.until(() -> this.failure.get() != null, () -> "the stream goes on");
			StreamException ended = (StreamException) this.failure.get();
			assertThat(ended.code()).isEqualTo(ErrorCode.STREAM_INTERRUPTED);
			assertThat(ended).hasMessageContaining("together.shutdown-grace");
			assertThat(ended.partialResponse().text()).isEqualTo("Once upon");
			rig.server().await((request) -> request.closedEarly(), Await.PATIENCE);
			rig.assertClean();
		}
	}

	@Test
	void plainCallsAndWaitsForRetriesAreEnded() {
		try (Rig rig = Rig.setup().builder((builder) -> builder.shutdownGrace(Duration.ZERO)).start()) {
			rig.server().when((request) -> true).always(Reply.status(503).header("retry-after", "2"));
			rig.chat().subscribe((answer) -> this.completed.set(true), this.failure::set);
			Await.until(() -> rig.events().retries().size() == 1, () -> "no retry");
			rig.together().close();
			assertThat(((NetworkException) this.failure.get()).code()).isEqualTo(ErrorCode.CLIENT_CLOSED);
			assertThat(this.failure.get()).hasMessageContaining(Rig.MODEL);
			rig.assertClean();
			assertThat(rig.server().requests()).hasSize(1);
		}
	}

	@Test
	void releasesOnceHoweverOftenItIsClosed() {
		AtomicReference<Integer> released = new AtomicReference<>(0);
		TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
			.onClose(() -> released.updateAndGet((count) -> count + 1))
			.onClose(() -> {
				throw new IllegalStateException("Ignored but logged");
			})
			.onClose(() -> released.updateAndGet((count) -> count + 1))
			.build();
		together.close();
		together.close();
		assertThat(together.shutdown().toCompletableFuture()).isCompleted();
		assertThat(released).hasValue(2);
	}

	@Test
	void eventLoopDoesNotWaitForTheEnd() {
		try (Rig rig = Rig.setup().builder((builder) -> builder.shutdownGrace(SOON)).start()) {
			rig.server().enqueue(Reply.stream().tokens("Once upon").stall());
			startStream(rig);
			Mono.fromRunnable(rig.together()::close).subscribeOn(Schedulers.parallel()).block(Await.PATIENCE);
			Await.until(() -> this.failure.get() != null, () -> "the stream goes on");
			rig.assertClean();
		}
	}

	@Test
	void graceMustNotBeNegative() {
		assertThatThrownBy(() -> TogetherAIBackendAdapter.builder().shutdownGrace(Duration.ofSeconds(-1)))
			.isInstanceOf(TogetherConfigurationException.class)
			.hasMessageContaining("together.shutdown-grace");
	}

	private void startStream(Rig rig) {
		AtomicBoolean begun = new AtomicBoolean();
		rig.stream().subscribe((chunk) -> {
			if (chunk instanceof IRStreamChunk.Content) {
				begun.set(true);
			}
		}, this.failure::set, () -> this.completed.set(true));
		Await.until(begun::get, () -> "no text came");
	}

}
