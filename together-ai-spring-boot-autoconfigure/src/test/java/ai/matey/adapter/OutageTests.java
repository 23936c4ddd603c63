package ai.matey.adapter;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class OutageTests {

	/** Such a clock may have any value, also one that overflows soon. */
	private final AtomicLong nanoTime = new AtomicLong(Long.MAX_VALUE - 5);

	private final Outage outage = new Outage(this.nanoTime::get);

	@Test
	void firstFailureBeginsIt() {
		assertThat(this.outage.worked()).isFalse();
		assertThat(this.outage.failed()).isTrue();
		assertThat(this.outage.failed()).isFalse();
	}

	@Test
	void successEndsItTenSecondsAfterTheLastFailure() {
		this.outage.failed();
		pass(Duration.ofSeconds(9));
		this.outage.failed();
		pass(Duration.ofSeconds(10).minusNanos(1));
		assertThat(this.outage.worked()).isFalse();
		pass(Duration.ofNanos(1));
		assertThat(this.outage.worked()).isTrue();
		assertThat(this.outage.worked()).isFalse();
		assertThat(this.outage.failed()).isTrue();
	}

	private void pass(Duration duration) {
		this.nanoTime.addAndGet(duration.toNanos());
	}

}
