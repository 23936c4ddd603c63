package ai.matey.pacing;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongSupplier;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.test.scheduler.VirtualTimeScheduler;

import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore;
import ai.matey.pacing.store.StoreFailure;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What is said of a store that does not reply in time.
 */
@ExtendWith(OutputCaptureExtension.class)
class StoreLinkTests {

	private static final String AWAY = "does not respond";

	private static final String BACK = "responds again";

	private final VirtualTimeScheduler time = VirtualTimeScheduler.create();

	private final AtomicInteger changes = new AtomicInteger();

	private final StoreLink link = new StoreLink(new NoStore(), Duration.ofMillis(250), this.time,
			this.changes::incrementAndGet);

	@Test
	void coldProcessSaysNothing(CapturedOutput output) {
		ask(new CompletableFuture<>());
		ask(new CompletableFuture<>());
		advance(300);
		assertThat(this.link.isJoined()).isFalse();
		ask(CompletableFuture.completedFuture("there"));
		assertThat(this.link.isJoined()).isTrue();
		assertThat(this.changes).hasValue(2);
		assertThat(output.getAll()).doesNotContain(AWAY, BACK);
	}

	@Test
	void storeThatStaysAwayIsNamedOnce(CapturedOutput output) {
		for (int i = 0; i < 5; i++) {
			ask(new CompletableFuture<>());
			advance(1000);
		}
		ask(CompletableFuture.completedFuture("there"));
		assertThat(this.link.isJoined()).isTrue();
		advance(10_000);
		ask(CompletableFuture.completedFuture("there"));
		assertThat(output.getAll()).containsOnlyOnce(AWAY).containsOnlyOnce(BACK);
	}

	@Test
	void storeThatRepliesToSomeCommandsIsNamedOnce(CapturedOutput output) {
		for (int i = 0; i < 100; i++) {
			ask(CompletableFuture.failedFuture(new StoreFailure("OOM", null)));
			ask(CompletableFuture.completedFuture("there"));
			advance(1000);
		}
		assertThat(output.getAll()).containsOnlyOnce(AWAY).doesNotContain(BACK);
		advance(10_000);
		ask(CompletableFuture.completedFuture("there"));
		ask(CompletableFuture.failedFuture(new StoreFailure("OOM", null)));
		assertThat(output.getAll().split(AWAY, -1)).hasSize(3);
		assertThat(output.getAll()).containsOnlyOnce(BACK);
	}

	@Test
	void storeThatWasThereIsNamedAtOnce(CapturedOutput output) {
		ask(CompletableFuture.completedFuture("there"));
		ask(new CompletableFuture<>());
		advance(300);
		assertThat(output.getAll()).containsOnlyOnce(AWAY);
	}

	@Test
	void failureIsNamedAtOnce(CapturedOutput output) {
		ask(CompletableFuture.failedFuture(new StoreFailure("refused", null)));
		assertThat(output.getAll()).containsOnlyOnce(AWAY).contains("refused");
	}

	private void ask(CompletionStage<String> reply) {
		this.link.await(reply, (value) -> {
		}, () -> {
		});
	}

	private void advance(long millis) {
		this.time.advanceTimeBy(Duration.ofMillis(millis));
	}

	private static final class NoStore implements PacingStore {

		@Override
		public CompletionStage<Exchange> exchange(String name, long sent, @Nullable String expected,
				@Nullable String next) {
			return CompletableFuture.completedFuture(new Exchange(null, 0, List.of()));
		}

		@Override
		public PacingBucket bucket(String name, long id, long nanosPerUnit, LongSupplier clock) {
			throw new UnsupportedOperationException();
		}

	}

}
