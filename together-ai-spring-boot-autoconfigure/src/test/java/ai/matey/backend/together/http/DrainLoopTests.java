package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class DrainLoopTests {

	private static final int THREADS = 4;

	private static final int NOTES = 50_000;

	@Test
	void allIsDoneByOneThreadAtATime() throws Exception {
		Counting work = new Counting();
		ExecutorService threads = Executors.newFixedThreadPool(THREADS);
		CountDownLatch start = new CountDownLatch(1);
		for (int i = 0; i < THREADS; i++) {
			threads.execute(() -> {
				await(start);
				for (int note = 0; note < NOTES; note++) {
					work.leave(note);
				}
			});
		}
		start.countDown();
		threads.shutdown();
		assertThat(threads.awaitTermination(Duration.ofMinutes(1).toSeconds(), TimeUnit.SECONDS)).isTrue();
		assertThat(work.done).isEqualTo(THREADS * NOTES);
		assertThat(work.most).hasValue(1);
	}

	@Test
	void workThatCausesWorkIsDoneBehindIt() {
		StringBuilder order = new StringBuilder();
		DrainLoop work = new DrainLoop() {

			private int times;

			@Override
			void workFailed(Throwable failure) {
				order.append(failure);
			}

			@Override
			void doWork() {
				if (this.times++ == 0) {
					order.append("begin ");
					work();
					order.append("end ");
				}
				else {
					order.append("again");
				}
			}

		};
		work.work();
		assertThat(order).hasToString("begin end again");
	}

	@Test
	void workThatThrowsIsReportedAndDoneAgain() {
		StringBuilder order = new StringBuilder();
		DrainLoop work = new DrainLoop() {

			@Override
			void doWork() {
				order.append("work ");
				throw new OutOfMemoryError("full");
			}

			@Override
			void workFailed(Throwable failure) {
				order.append(failure.getMessage()).append(' ');
			}

		};
		work.work();
		work.work();
		assertThat(order).hasToString("work full work full ");
	}

	private static void await(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Counts without any protection of its own.
	 */
	private static final class Counting extends DrainLoop {

		private final ConcurrentLinkedQueue<Integer> notes = new ConcurrentLinkedQueue<>();

		private final AtomicInteger inside = new AtomicInteger();

		private final AtomicInteger most = new AtomicInteger();

		private int done;

		@Override
		void workFailed(Throwable failure) {
			throw new IllegalStateException(failure);
		}

		void leave(int note) {
			this.notes.add(note);
			work();
		}

		@Override
		void doWork() {
			this.most.accumulateAndGet(this.inside.incrementAndGet(), Math::max);
			while (this.notes.poll() != null) {
				this.done++;
			}
			this.inside.decrementAndGet();
		}

	}

}
