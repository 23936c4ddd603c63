package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A drain loop: many threads ask for work, one at a time does it. A thread that comes
 * while another one works leaves the work to it, so nobody waits and nothing is locked.
 * Whatever the work depends on must be written before {@link #work} is called.
 */
abstract class DrainLoop {

	private final AtomicInteger calls = new AtomicInteger();

	/**
	 * Do the work, or leave it to the thread that is working.
	 */
	final void work() {
		if (this.calls.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			try {
				doWork();
			}
			catch (RuntimeException | Error ex) {
				// Whoever caused the work may be anyone, and others wait for it.
				workFailed(ex);
			}
			finally {
				seen = this.calls.addAndGet(-seen);
			}
		}
		while (seen != 0);
	}

	/**
	 * Do whatever there is to do. Runs at least once after each call of {@link #work},
	 * never on two threads at once; what one run wrote the next one sees.
	 */
	abstract void doWork();

	/**
	 * Handle what {@link #doWork} has thrown, although it should not. Work that was asked
	 * for meanwhile is done afterwards.
	 * @param failure what was thrown
	 */
	abstract void workFailed(Throwable failure);

}
