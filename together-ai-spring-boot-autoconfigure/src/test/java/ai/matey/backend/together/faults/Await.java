package ai.matey.backend.together.faults;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/**
 * Waits for what becomes true on another thread.
 */
final class Await {

	/** Far longer than anything takes, also on a busy machine. */
	static final Duration PATIENCE = Duration.ofSeconds(20);

	private Await() {
	}

	static void until(BooleanSupplier condition, Supplier<String> otherwise) {
		long deadline = System.nanoTime() + PATIENCE.toNanos();
		while (!condition.getAsBoolean()) {
			if (System.nanoTime() > deadline) {
				throw new AssertionError(otherwise.get());
			}
			LockSupport.parkNanos(1_000_000);
		}
	}

}
