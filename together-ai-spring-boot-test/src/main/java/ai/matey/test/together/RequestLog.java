package ai.matey.test.together;

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

import org.jspecify.annotations.Nullable;

/**
 * The last requests and the waiting for news of them. The monitor is held for moments
 * only, so that event loops may call in; a lock of {@code java.util.concurrent} would
 * park them, which BlockHound refuses.
 */
final class RequestLog {

	private final int limit;

	private final Object lock = new Object();

	private final Deque<Exchange> exchanges = new ArrayDeque<>();

	private final Deque<Exchange> untaken = new ArrayDeque<>();

	private final Set<Exchange> open = new HashSet<>();

	private final Map<String, Integer> attempts = new HashMap<>();

	private int count;

	RequestLog(int limit) {
		this.limit = limit;
	}

	/**
	 * Adds a request.
	 * @param seen the request, still without its numbers
	 * @param started called before anybody can learn of the request
	 */
	Exchange begin(RecordedRequest seen, Consumer<Exchange> started) {
		synchronized (this.lock) {
			int attempt = this.attempts.merge(attemptKey(seen.path(), seen.body()), 1, Integer::sum);
			Exchange exchange = new Exchange(seen.numbered(++this.count, attempt), this::ended);
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

	List<RecordedRequest> requests() {
		return locked(() -> this.exchanges.stream().map(Exchange::snapshot).toList());
	}

	List<Exchange> open() {
		return locked(() -> List.copyOf(this.open));
	}

	/**
	 * Waits for the next request that nobody has taken.
	 */
	RecordedRequest take(Duration timeout) {
		Exchange next = await(this.untaken::poll, timeout,
				(waited) -> "No further request within " + waited + "; " + this.count + " came before");
		return next.snapshot();
	}

	/**
	 * Waits until the probe returns a value. It runs under the lock, after every change.
	 */
	<T> T await(Supplier<@Nullable T> probe, Duration timeout, Function<Duration, String> failure) {
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
				waitForNews(left);
			}
		}
	}

	private void waitForNews(long nanos) {
		try {
			TimeUnit.NANOSECONDS.timedWait(this.lock, Math.max(nanos, 1_000_000));
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new AssertionError("Interrupted while waiting for a request", ex);
		}
	}

	/**
	 * Wakes those who wait, because something besides the log has changed.
	 */
	void signal() {
		change(() -> {
		});
	}

	void clear() {
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
		RecordedRequest request = oldest.request();
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
