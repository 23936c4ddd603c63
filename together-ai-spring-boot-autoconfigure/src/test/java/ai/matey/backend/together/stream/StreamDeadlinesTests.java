package ai.matey.backend.together.stream;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import ai.matey.ir.IRDeadlines;

import static org.assertj.core.api.Assertions.assertThat;

class StreamDeadlinesTests {

	private static final IRDeadlines DEADLINES = IRDeadlines.INHERIT.withFirstToken(Duration.ofSeconds(60))
		.withIdle(Duration.ofSeconds(30));

	private final AtomicLong clock = new AtomicLong();

	private final StreamDeadlines watch = new StreamDeadlines(DEADLINES, this.clock::get);

	@Test
	void firstTokenCountsFromSending() {
		pass(59);
		assertThat(this.watch.exceeded()).isNull();
		assertThat(this.watch.nextLook()).isBetween(Duration.ofSeconds(1), Duration.ofMillis(1001));
		this.watch.asked();
		pass(2);
		assertThat(this.watch.exceeded())
			.isEqualTo(new StreamDeadlines.Exceeded("first-token", Duration.ofSeconds(60)));
	}

	@Test
	void bytesWithoutAChunkAreNoProgress() {
		this.watch.asked();
		for (int i = 0; i < 6; i++) {
			pass(10);
			this.watch.came();
			this.watch.asked();
		}
		assertThat(this.watch.exceeded()).extracting("name").isEqualTo("first-token");
	}

	@Test
	void idleCountsFromTheLastChunk() {
		this.watch.asked();
		pass(50);
		chunk();
		this.watch.asked();
		pass(29);
		assertThat(this.watch.exceeded()).isNull();
		chunk();
		this.watch.asked();
		pass(29);
		assertThat(this.watch.exceeded()).isNull();
		pass(1);
		assertThat(this.watch.exceeded()).isEqualTo(new StreamDeadlines.Exceeded("idle", Duration.ofSeconds(30)));
	}

	@Test
	void timeOfTheReaderDoesNotCount() {
		this.watch.asked();
		pass(29);
		chunk();
		pass(1000);
		assertThat(this.watch.exceeded()).isNull();
		assertThat(this.watch.nextLook()).isGreaterThanOrEqualTo(Duration.ofMillis(10));
		this.watch.asked();
		pass(29);
		assertThat(this.watch.exceeded()).isNull();
		pass(1);
		assertThat(this.watch.exceeded()).isNotNull();
	}

	@Test
	void looksAtLeastAsOftenAsTheShorterDeadline() {
		assertThat(this.watch.nextLook()).isBetween(Duration.ofSeconds(30), Duration.ofMillis(30_001));
	}

	@Test
	void withoutDeadlinesNothingIsExceeded() {
		StreamDeadlines free = new StreamDeadlines(IRDeadlines.INHERIT, this.clock::get);
		pass(1_000_000);
		assertThat(free.exceeded()).isNull();
	}

	private void chunk() {
		this.watch.came();
		this.watch.progress();
	}

	private void pass(long seconds) {
		this.clock.addAndGet(Duration.ofSeconds(seconds).toNanos());
	}

}
