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
 * The attempts that wait, in order: retries before first attempts, interactive calls
 * before batch calls, but one batch call after every few interactive ones. Anyone may
 * add; all else is done by one thread at a time.
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
	 * Add an attempt at its place.
	 * @param waiter the attempt
	 * @return {@code false} if too many wait
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
	 * One that waited has left by itself; {@link #sort} will find it.
	 */
	void left() {
		this.departed.incrementAndGet();
		this.size.decrementAndGet();
	}

	/**
	 * Let in those that came, and drop those that left.
	 * @param inTime decides, given how many go before it, whether one may wait; one that
	 * may not has ended then
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
	 * Return whose turn is next.
	 * @return an attempt, or {@code null} if none waits
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
	 * Take out the next one for good.
	 */
	void remove() {
		Deque<Waiter> line = line();
		if (line.pollFirst() != null) {
			this.interactiveInARow = (line == this.interactive) ? this.interactiveInARow + 1 : 0;
		}
	}

	/**
	 * One that {@link #remove} took out did not leave by itself.
	 */
	void served() {
		this.size.decrementAndGet();
	}

	/**
	 * Return one that must end its wait, because it lasted too long.
	 * @param time now
	 * @return an attempt, taken out, or {@code null} if there is none
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
	 * Return when the first wait lasts too long.
	 * @return a time, {@link Long#MAX_VALUE} if none waits
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
