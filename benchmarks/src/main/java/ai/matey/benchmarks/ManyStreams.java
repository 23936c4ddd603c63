package ai.matey.benchmarks;

import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Many slow streams at the same time: whether all of them end well, what each keeps on
 * the heap, and how late tokens are.
 */
final class ManyStreams {

	private static final Duration STARTING = Duration.ofSeconds(8);

	private static final Duration OBSERVED = Duration.ofSeconds(8);

	private static final int CHUNK_MILLIS = 100;

	private final Contender contender;

	private final int streams;

	private volatile boolean recording;

	private final AtomicInteger recorded = new AtomicInteger();

	private final int[] lagMicros;

	ManyStreams(Contender contender, int streams) {
		this.contender = contender;
		this.streams = streams;
		this.lagMicros = new int[streams * (int) (2 * OBSERVED.toMillis() / CHUNK_MILLIS)];
	}

	void run() {
		// A few calls first, so that what is loaded once is not counted per stream.
		Flux.range(0, 200)
			.flatMap((i) -> this.contender.stream(new Scenario(100, 1, 0), this::record), 16)
			.blockLast(Duration.ofMinutes(1));
		long before = liveBytes();
		int chunks = (int) (STARTING.plus(OBSERVED).plusSeconds(8).toMillis() / CHUNK_MILLIS);
		Scenario scenario = new Scenario(chunks, 1, CHUNK_MILLIS);
		AtomicInteger completed = new AtomicInteger();
		AtomicInteger failed = new AtomicInteger();
		Mono<Void> all = Flux.range(0, this.streams)
			.flatMap((i) -> Mono.delay(Duration.ofMillis(i * STARTING.toMillis() / 2 / this.streams))
				.then(this.contender.stream(scenario, this::record))
				.doOnNext((count) -> ((count == chunks) ? completed : failed).incrementAndGet())
				.onErrorResume((failure) -> {
					if (failed.getAndIncrement() == 0) {
						System.out.println(failure);
					}
					return Mono.empty();
				}), this.streams)
			.then();
		long[] live = new long[1];
		int[] threads = new int[1];
		Mono<Void> watch = Mono.delay(STARTING)
			.then(Mono.fromRunnable(() -> this.recording = true))
			.then(Mono.delay(OBSERVED))
			.then(Mono.fromRunnable(() -> {
				this.recording = false;
				threads[0] = ManagementFactory.getThreadMXBean().getThreadCount();
				live[0] = liveBytes();
			}));
		Mono.when(all, watch.then()).block(Duration.ofMinutes(3));
		print(completed.get(), failed.get(), (live[0] - before) / (double) this.streams, threads[0]);
	}

	private void record(String delta) {
		if (this.recording) {
			int index = this.recorded.getAndIncrement();
			if (index < this.lagMicros.length) {
				this.lagMicros[index] = (int) ((System.nanoTime() - Long.parseLong(delta)) / 1000);
			}
		}
	}

	private void print(int completed, int failed, double live, int threads) {
		int count = Math.min(this.recorded.get(), this.lagMicros.length);
		int[] lag = Arrays.copyOf(this.lagMicros, count);
		Arrays.sort(lag);
		System.out.printf(Locale.ROOT,
				"%s: %d of %d streams complete, %d failed, %.1f KiB live each, %d threads, "
						+ "lag of %d tokens in ms: median %.1f, p99 %.1f, most %.1f%n",
				this.contender.name(), completed, this.streams, failed, live / 1024, threads, count,
				lag[count / 2] / 1000.0, lag[(int) (count * 0.99)] / 1000.0, lag[count - 1] / 1000.0);
	}

	private static long liveBytes() {
		System.gc();
		System.gc();
		return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
	}

}
