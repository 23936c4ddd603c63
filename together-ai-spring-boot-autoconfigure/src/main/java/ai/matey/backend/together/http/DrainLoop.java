package ai.matey.backend.together.http;

import java.util.concurrent.atomic.AtomicInteger;

/**
 * Work that many threads cause and one does at a time: whoever comes while another is
 * there leaves the work to it and goes. So nobody waits and nothing needs a lock. What
 * the threads leave for each other must be written before {@link #work} is called.
 */
abstract class DrainLoop {

	private final AtomicInteger calls = new AtomicInteger();

	/**
	 * Has the work done, by this thread or by the one that is doing it.
	 */
	final void work() {
		if (this.calls.getAndIncrement() != 0) {
			return;
		}
		int seen = 1;
		do {
			doWork();
			seen = this.calls.addAndGet(-seen);
		}
		while (seen != 0);
	}

	/**
	 * Does whatever there is to do. Called at least once after each call of {@link #work}
	 * began, never by two threads at once; what one thread wrote here the next one sees.
	 * Must not throw, or the work is never done again.
	 */
	abstract void doWork();

}
