package ai.matey.test.together.server;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

import ai.matey.test.together.script.ReceivedRequest;
import org.jspecify.annotations.Nullable;

/**
 * The latest exchanges, with methods that wait for changes. The monitor is held only
 * briefly, so that event loops may call in; a lock from {@code java.util.concurrent}
 * would park them, which BlockHound rejects.
 */
public final class RequestLog {

	private final int limit;

	private final Object lock = new Object();

	private final Deque<Exchange> exchanges = new ArrayDeque<>();

	private final Deque<Exchange> untaken = new ArrayDeque<>();

	private final Set<Exchange> open = new HashSet<>();

	private final Map<String, Integer> attempts = new HashMap<>();

	private int count;

	public RequestLog(int limit) {
		this.limit = limit;
	}

	/**
	 * Add a request.
	 * @param received the request, still without its numbers
	 * @param started called before the request becomes visible to others
	 */
	Exchange begin(ReceivedRequest received, Consumer<Exchange> started) {
		synchronized (this.lock) {
			int attempt = this.attempts.merge(attemptKey(received.path(), received.body()), 1, Integer::sum);
			Exchange exchange = new Exchange(received.numbered(++this.count, attempt), this::ended);
			started.accept(exchange);
			this.exchanges.add(exchange);
			this.untaken.add(exchange);
			this.open.add(exchange);
			if (this.exchanges.size() > this.limit) {
				forgetOldest();
			}
			this.lock.notifyAll();
			return exchange;
		}
	}

	/**
	 * Return the latest exchanges in the order in which their requests arrived.
	 */
	public List<Exchange> exchanges() {
		return locked(() -> List.copyOf(this.exchanges));
	}

	/**
	 * Return the exchanges whose response is not complete.
	 */
	public List<Exchange> open() {
		return locked(() -> List.copyOf(this.open));
	}

	/**
	 * Wait for the next exchange that has not been taken.
	 */
	public Exchange take(Duration timeout) {
		return await(this.untaken::poll, timeout,
				(waited) -> "No further request within " + waited + "; " + this.count + " came before");
	}

	/**
	 * Wait until the probe returns a value. The probe runs under the lock after every
	 * change.
	 */
	public <T> T await(Supplier<@Nullable T> probe, Duration timeout, Function<Duration, String> failure) {
		long deadline = System.nanoTime() + timeout.toNanos();
		synchronized (this.lock) {
			while (true) {
				T found = probe.get();
				if (found != null) {
					return found;
				}
				long left = deadline - System.nanoTime();
				if (left <= 0) {
					throw new AssertionError(failure.apply(timeout));
				}
				waitForChange(left);
			}
		}
	}

	private void waitForChange(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this.lock, Math.max(nanos, 1_000_000));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for a request", ex);
		}
	}

	/**
	 * Wake up waiting threads because something other than the log has changed.
	 */
	void signal() {
		change(() -> {
		});
	}

	public void clear() {
		change(() -> {
			this.exchanges.clear();
			this.untaken.clear();
			this.open.clear();
			this.attempts.clear();
			this.count = 0;
		});
	}

	private void ended(Exchange exchange) {
		change(() -> this.open.remove(exchange));
	}

	private void change(Runnable change) {
		synchronized (this.lock) {
			change.run();
			this.lock.notifyAll();
		}
	}

	private void forgetOldest() {
		Exchange oldest = this.exchanges.remove();
		if (this.untaken.peek() == oldest) {
			this.untaken.remove();
		}
		ReceivedRequest request = oldest.request();
		this.attempts.computeIfPresent(attemptKey(request.path(), request.body()),
				(key, attempt) -> (request.attempt() == attempt) ? null : attempt);
	}

	private <T> T locked(Supplier<T> action) {
		synchronized (this.lock) {
			return action.get();
		}
	}

	private static String attemptKey(String path, String body) {
		return path + '#' + body.length() + '#' + body.hashCode();
	}

}
