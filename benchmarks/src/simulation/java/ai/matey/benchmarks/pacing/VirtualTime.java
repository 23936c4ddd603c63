package ai.matey.benchmarks.pacing;

import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;

import reactor.core.Disposable;
import reactor.core.scheduler.Scheduler;

/**
 * Time that passes as fast as the events of a simulation allow. Events of the same moment
 * happen in the order in which they were planned, so that a run can be repeated. Not
 * thread-safe: all happens on one thread.
 */
final class VirtualTime implements Scheduler {

	static final long SECOND = 1_000_000_000;

	private final PriorityQueue<Event> events = new PriorityQueue<>();

	private long now;

	private long planned;

	long now() {
		return this.now;
	}

	double seconds() {
		return (double) this.now / SECOND;
	}

	void at(long time, Runnable task) {
		this.events.add(new Event(Math.max(time, this.now), this.planned++, task));
	}

	void in(double seconds, Runnable task) {
		at(this.now + (long) (seconds * SECOND), task);
	}

	/**
	 * Let time pass.
	 * @param seconds when to stop
	 */
	void runUntil(double seconds) {
		long end = (long) (seconds * SECOND);
		while (!this.events.isEmpty() && this.events.peek().time <= end) {
			Event event = this.events.poll();
			this.now = event.time;
			if (!event.disposed) {
				event.task.run();
			}
		}
		this.now = end;
	}

	@Override
	public Disposable schedule(Runnable task) {
		return schedule(task, 0, TimeUnit.NANOSECONDS);
	}

	@Override
	public Disposable schedule(Runnable task, long delay, TimeUnit unit) {
		Event event = new Event(this.now + unit.toNanos(delay), this.planned++, task);
		this.events.add(event);
		return event;
	}

	@Override
	public Disposable schedulePeriodically(Runnable task, long initialDelay, long period, TimeUnit unit) {
		Periodic periodic = new Periodic(task, unit.toNanos(period));
		this.events.add(new Event(this.now + unit.toNanos(initialDelay), this.planned++, periodic));
		return periodic;
	}

	@Override
	public Worker createWorker() {
		throw new UnsupportedOperationException("Nothing simulated needs a worker");
	}

	private final class Periodic implements Runnable, Disposable {

		private final Runnable task;

		private final long period;

		private boolean disposed;

		private Periodic(Runnable task, long period) {
			this.task = task;
			this.period = period;
		}

		@Override
		public void run() {
			if (!this.disposed) {
				this.task.run();
				at(VirtualTime.this.now + this.period, this);
			}
		}

		@Override
		public void dispose() {
			this.disposed = true;
		}

	}

	private static final class Event implements Comparable<Event>, Disposable {

		private final long time;

		private final long order;

		private final Runnable task;

		private boolean disposed;

		private Event(long time, long order, Runnable task) {
			this.time = time;
			this.order = order;
			this.task = task;
		}

		@Override
		public int compareTo(Event other) {
			int byTime = Long.compare(this.time, other.time);
			return (byTime != 0) ? byTime : Long.compare(this.order, other.order);
		}

		@Override
		public void dispose() {
			this.disposed = true;
		}

	}

}
