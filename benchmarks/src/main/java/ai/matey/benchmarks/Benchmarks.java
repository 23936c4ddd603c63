package ai.matey.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.IntFunction;

import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.benchmarks.pacing.PacingReport;
import ai.matey.benchmarks.pacing.run.PacingRun;

/**
 * Entry point: {@code quick}, {@code calls}, {@code many}, {@code startup},
 * {@code repeat}, {@code pacing}, {@code pacing-run}, or JMH's own arguments.
 */
public final class Benchmarks {

	private static final IntFunction<Contender> STOCK = StockContender::new;

	private static final List<IntFunction<Contender>> CLIENTS = List.of(FloorContender::new, STOCK,
			TogetherContender::plain, TogetherContender::observed, OpenAIContender::new);

	private Benchmarks() {
	}

	/**
	 * Runs benchmarks.
	 * @param args which
	 * @throws RunnerException if JMH cannot run
	 * @throws IOException if JMH's arguments cannot be read
	 */
	public static void main(String[] args) throws RunnerException, IOException {
		switch ((args.length > 0) ? args[0] : "quick") {
			case "quick" -> {
				decoding();
				calls(5);
			}
			case "calls" -> calls((args.length > 1) ? Integer.parseInt(args[1]) : 15);
			case "many" -> many(args);
			case "startup" -> new StartUp((args.length > 1) ? Integer.parseInt(args[1]) : 15).run();
			case "gateway" -> new GatewayCost(Path.of(args[1]), 9).run();
			case "pacing" -> PacingReport.run(List.of(args).subList(1, args.length));
			case "pacing-run" -> PacingRun.run(List.of(args).subList(1, args.length));
			case "repeat" -> repeat(args[1], args[2], Integer.parseInt(args[3]));
			default -> org.openjdk.jmh.Main.main(args);
		}
		System.exit(0);
	}

	private static void decoding() throws RunnerException {
		new Runner(new OptionsBuilder().include("DecodingBenchmark")
			.param("perWrite", "16")
			.forks(1)
			.warmupIterations(3)
			.warmupTime(TimeValue.seconds(1))
			.measurementIterations(3)
			.measurementTime(TimeValue.seconds(1))
			.addProfiler(GCProfiler.class)
			.build()).run();
	}

	private static void calls(int rounds) {
		try (ServerProcess server = new ServerProcess()) {
			List<Contender> contenders = CLIENTS.stream().map((client) -> client.apply(server.port())).toList();
			Contender stock = contenders.get(CLIENTS.indexOf(STOCK));
			WholeCalls calls = new WholeCalls(contenders, stock, rounds);
			calls.streams("Streams of 1,000 events, 16 per write, 8 at once", new Scenario(1000, 16, 0), 96, 8);
			calls.streams("Streams of 1,000 events, one per write, 8 at once", new Scenario(1000, 1, 0), 96, 8);
			calls.calls(6000, 64);
			calls.firstChunk(400);
			contenders.forEach(Contender::close);
		}
	}

	private static void repeat(String kind, String name, int seconds) {
		try (ServerProcess server = new ServerProcess();
				Contender contender = CLIENTS.stream()
					.map((client) -> client.apply(server.port()))
					.filter((client) -> client.name().equals(name))
					.findFirst()
					.orElseThrow()) {
			repeat(kind, contender, seconds);
		}
	}

	/**
	 * One kind of call over and over, to look at it with a profiler.
	 */
	static void repeat(String kind, Contender contender, int seconds) {
		Scenario scenario = new Scenario(1000, kind.equals("single") ? 1 : 16, 0);
		Mono<Integer> call = kind.equals("plain") ? contender.call() : contender.stream(scenario, (delta) -> {
		});
		Flux.range(0, Integer.MAX_VALUE)
			.flatMap((i) -> call, kind.equals("plain") ? 64 : 8)
			.take(Duration.ofSeconds(seconds))
			.blockLast();
	}

	private static void many(String[] args) {
		int streams = (args.length > 1) ? Integer.parseInt(args[1]) : 5000;
		for (IntFunction<Contender> client : List.<IntFunction<Contender>>of(TogetherContender::plain,
				StockContender::new)) {
			try (ServerProcess server = new ServerProcess(); Contender contender = client.apply(server.port())) {
				new ManyStreams(contender, streams).run();
			}
		}
	}

}
