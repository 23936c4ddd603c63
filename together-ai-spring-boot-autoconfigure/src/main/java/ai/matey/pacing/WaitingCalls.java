package ai.matey.pacing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiPredicate;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.CallPriority;

/**
 * The waiting attempts, in order: retries before first attempts, interactive calls before
 * batch calls, but one batch call after every few interactive ones. Any thread may add an
 * attempt; everything else is done by one thread at a time.
 */
final class WaitingCalls {

	private static final int INTERACTIVE_PER_BATCH = 4;

	private final int most;

	private final AtomicInteger size = new AtomicInteger();

	private final AtomicInteger departed = new AtomicInteger();

	private final Queue<Waiter> arrived = new ConcurrentLinkedQueue<>();

	private final Deque<Waiter> interactive = new ArrayDeque<>();

	private final Deque<Waiter> batch = new ArrayDeque<>();

	private int interactiveInARow;

	WaitingCalls(int most) {
		this.most = most;
	}

	int size() {
		return this.size.get();
	}

	/**
	 * Add an attempt.
	 * @param waiter the attempt
	 * @return {@code false} if too many are waiting
	 */
	boolean offer(Waiter waiter) {
		if (this.size.incrementAndGet() > this.most) {
			this.size.decrementAndGet();
			return false;
		}
		this.arrived.add(waiter);
		return true;
	}

	/**
	 * Handle an attempt that has left on its own; {@link #sort} will find it.
	 */
	void left() {
		this.departed.incrementAndGet();
		this.size.decrementAndGet();
	}

	/**
	 * Enqueue new attempts and drop those that have left.
	 * @param inTime decides, given the number of attempts ahead, whether an attempt may
	 * wait, and otherwise ends it
	 */
	void sort(BiPredicate<Waiter, Integer> inTime) {
		if (this.departed.getAndSet(0) > 0) {
			this.interactive.removeIf(Waiter::isDisposed);
			this.batch.removeIf(Waiter::isDisposed);
		}
		Waiter next = this.arrived.poll();
		while (next != null) {
			if (!next.isDisposed()) {
				enter(next, inTime);
			}
			next = this.arrived.poll();
		}
	}

	private void enter(Waiter waiter, BiPredicate<Waiter, Integer> inTime) {
		Deque<Waiter> line = (waiter.priority() == CallPriority.BATCH) ? this.batch : this.interactive;
		boolean again = waiter.request().attempt() > 1;
		if (!inTime.test(waiter, again ? 0 : ahead(waiter.priority(), line.size()))) {
			return;
		}
		if (again) {
			line.addFirst(waiter);
		}
		else {
			line.addLast(waiter);
		}
	}

	private int ahead(CallPriority priority, int place) {
		if (priority == CallPriority.BATCH) {
			return place + Math.min(this.interactive.size(), (place + 1) * INTERACTIVE_PER_BATCH);
		}
		return place + Math.min(this.batch.size(), place / INTERACTIVE_PER_BATCH);
	}

	/**
	 * Return the next attempt.
	 * @return the attempt, or {@code null} if none is waiting
	 */
	@Nullable Waiter peek() {
		return line().peekFirst();
	}

	private Deque<Waiter> line() {
		boolean batchIsNext = this.interactive.isEmpty()
				|| (!this.batch.isEmpty() && this.interactiveInARow >= INTERACTIVE_PER_BATCH);
		return batchIsNext ? this.batch : this.interactive;
	}

	/**
	 * Remove the next attempt.
	 */
	void remove() {
		Deque<Waiter> line = line();
		if (line.pollFirst() != null) {
			this.interactiveInARow = (line == this.interactive) ? this.interactiveInARow + 1 : 0;
		}
	}

	/**
	 * Handle that an attempt taken by {@link #remove} did not leave on its own.
	 */
	void served() {
		this.size.decrementAndGet();
	}

	/**
	 * Remove and return an attempt whose wait has lasted too long.
	 * @param time the current time
	 * @return the attempt, or {@code null} if there is none
	 */
	@Nullable Waiter late(long time) {
		for (Deque<Waiter> line : List.of(this.interactive, this.batch)) {
			for (Waiter waiter : line) {
				if (waiter.deadline() <= time) {
					line.remove(waiter);
					return waiter;
				}
				if (waiter.request().attempt() == 1) {
					break;
				}
			}
		}
		return null;
	}

	/**
	 * Return the time at which the first wait has lasted too long.
	 * @return the time, or {@link Long#MAX_VALUE} if none is waiting
	 */
	long deadline() {
		long deadline = Long.MAX_VALUE;
		for (Deque<Waiter> line : List.of(this.interactive, this.batch)) {
			for (Waiter waiter : line) {
				deadline = Math.min(deadline, waiter.deadline());
				if (waiter.request().attempt() == 1) {
					break;
				}
			}
		}
		return deadline;
	}

}
