package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.List;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Assumptions;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Looks for leaked buffers. A buffer is known to be leaked once it was collected as
 * garbage, so one is leaked on purpose: when that one is reported, all others are too.
 */
final class Leaks {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String CANARY = "leaked on purpose";

	private Leaks() {
	}

	/**
	 * Checks that nothing but the canary has leaked since the last check.
	 */
	static void assertNone() {
		Assumptions.assumeTrue(
				LeakRecorder.class.getName().equals(System.getProperty("io.netty.customResourceLeakDetector")),
				"Netty's leak detector is not ours: run with Maven");
		assertThat(collect()).as("leaked buffers").isEmpty();
	}

	private static List<String> collect() {
		// Netty reports leaks that look alike only once.
		String canary = CANARY + System.nanoTime();
		leakOne(canary);
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (LeakRecorder.reports().stream().noneMatch((report) -> report.contains(canary))) {
			assertThat(System.nanoTime()).as("the leak made on purpose was not reported").isLessThan(deadline);
			System.gc();
			// Netty looks for leaks when a buffer is made.
			ByteBufAllocator.DEFAULT.buffer(1).release();
		}
		List<String> leaks = LeakRecorder.reports().stream().filter((report) -> !report.contains(CANARY)).toList();
		LeakRecorder.reports().clear();
		return leaks;
	}

	private static void leakOne(String canary) {
		ByteBuf buffer = ByteBufAllocator.DEFAULT.buffer(1);
		buffer.touch(canary);
	}

}
