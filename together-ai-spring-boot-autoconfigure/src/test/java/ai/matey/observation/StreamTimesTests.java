package ai.matey.observation;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

import com.sun.management.ThreadMXBean;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class StreamTimesTests {

	private final StreamTimes times = new StreamTimes();

	@Test
	void knowsNothingWithoutChunks() {
		this.times.start(100);
		assertThat(this.times.toFirstChunk()).isNull();
		assertThat(this.times.outputChunks()).isZero();
		assertThat(gaps()).isEmpty();
	}

	@Test
	void theFirstChunkNeedNotBeOutput() {
		this.times.start(100);
		this.times.chunk(150, false);
		this.times.chunk(160, true);
		this.times.chunk(190, true);
		assertThat(this.times.toFirstChunk()).isEqualTo(Duration.ofNanos(50));
		assertThat(this.times.outputChunks()).isEqualTo(2);
		assertThat(gaps()).containsExactly(30L);
	}

	@Test
	void worksWithAClockBelowZero() {
		this.times.start(-500);
		this.times.chunk(-400, true);
		this.times.chunk(-300, true);
		assertThat(this.times.toFirstChunk()).isEqualTo(Duration.ofNanos(100));
		assertThat(gaps()).containsExactly(100L);
	}

	@Test
	void keepsCountAndSumAndEachTimeWithinAQuarter() {
		Random random = new Random(7);
		List<Long> written = new ArrayList<>();
		long now = 0;
		this.times.start(now);
		this.times.chunk(now, true);
		for (int i = 0; i < 5000; i++) {
			long gap = (long) Math.exp(random.nextDouble() * 30);
			written.add(gap);
			now += gap;
			this.times.chunk(now, true);
		}
		List<Long> read = gaps();
		assertThat(read).hasSameSizeAs(written);
		written.sort(null);
		assertThat(read).isSorted();
		for (int i = 0; i < read.size(); i++) {
			assertThat(read.get(i).doubleValue()).isBetween(written.get(i) * 0.75 - 1, written.get(i) * 1.25 + 1);
		}
		assertThat(sum(read)).isBetween(sum(written) * 0.999, sum(written) * 1.001);
	}

	@Test
	void aChunkAllocatesNothing() {
		this.times.start(0);
		this.times.chunk(1, true);
		this.times.chunk(2, true);
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long thread = Thread.currentThread().getId();
		long before = threads.getThreadAllocatedBytes(thread);
		for (int i = 3; i < 100_000; i++) {
			this.times.chunk(i * 1000L, true);
		}
		assertThat(threads.getThreadAllocatedBytes(thread) - before).isLessThan(10_000);
		assertThat(this.times.outputChunks()).isEqualTo(99_999);
	}

	private List<Long> gaps() {
		List<Long> gaps = new ArrayList<>();
		this.times.gaps(gaps::add);
		return gaps;
	}

	private static double sum(List<Long> values) {
		return values.stream().mapToDouble(Long::doubleValue).sum();
	}

}
