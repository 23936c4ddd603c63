package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * A drain loop: many threads trigger work, which is done by one of them at a time. A
 * thread that triggers work while another one is working leaves it to that thread, so no
 * thread waits and no lock is needed. State that the work depends on must be written
 * before {@link #work} is called.
 */
abstract class DrainLoop {

	private final AtomicInteger calls = new AtomicInteger();

	/**
	 * Do the work, or leave it to the thread that is already working.
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
				// The failure must not reach whichever thread triggered the work, since
				// others depend on it.
				workFailed(ex);
			}
			finally {
				seen = this.calls.addAndGet(-seen);
			}
		}
		while (seen != 0);
	}

	/**
	 * Do the pending work. Runs at least once after each call of {@link #work} and never
	 * on two threads at once; each run sees what the previous one wrote.
	 */
	abstract void doWork();

	/**
	 * Handle an exception that was thrown by {@link #doWork}, although it should not
	 * throw. Work that was triggered in the meantime is done afterwards.
	 * @param failure the exception
	 */
	abstract void workFailed(Throwable failure);

}
