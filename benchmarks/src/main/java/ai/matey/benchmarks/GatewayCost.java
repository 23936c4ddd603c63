package ai.matey.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import reactor.core.publisher.Flux;

/**
 * What the sample's gateway costs, bytes in and bytes out: processor time of its process,
 * which has a server of its own on the one side and raw Netty as a client on the other.
 */
final class GatewayCost {

	private static final Pattern STARTED = Pattern.compile("started on port (\\d+)");

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private static final int WARM_UP = 15;

	private final Path jar;

	private final int rounds;

	GatewayCost(Path jar, int rounds) {
		this.jar = jar;
		this.rounds = rounds;
	}

	void run() {
		try (ServerProcess server = new ServerProcess()) {
			Process gateway = start(server.port());
			try (FloorContender client = new FloorContender(port(gateway))) {
				System.out.println("\nThe sample's gateway\n\n| work | processor time |\n| --- | --- |");
				streams(gateway, client, 16);
				streams(gateway, client, 1);
				double nanos = measure(gateway, 6000,
						() -> Flux.range(0, 6000).flatMap((i) -> client.call(), 64).blockLast(LIMIT));
				System.out.printf(Locale.ROOT, "| plain call, 64 at once | %.0f µs |%n", nanos / 1000);
			}
			finally {
				gateway.destroy();
			}
		}
	}

	private void streams(Process gateway, FloorContender client, int perWrite) {
		Scenario scenario = new Scenario(1000, perWrite, 0);
		double nanos = measure(gateway, 96 * 1000,
				() -> Flux.range(0, 96).flatMap((i) -> client.stream(scenario, (delta) -> {
				}), 8).blockLast(LIMIT));
		System.out.printf(Locale.ROOT, "| chunk, %d per write, 8 streams at once | %.0f ns |%n", perWrite, nanos);
	}

	private double measure(Process gateway, int units, Runnable work) {
		double[] nanos = new double[this.rounds];
		for (int i = -WARM_UP; i < this.rounds; i++) {
			long before = processorNanos(gateway);
			work.run();
			nanos[Math.max(i, 0)] = (double) (processorNanos(gateway) - before) / units;
		}
		return Cost.median(nanos);
	}

	private static long processorNanos(Process process) {
		return process.info().totalCpuDuration().orElseThrow().toNanos();
	}

	private Process start(int serverPort) {
		try {
			return new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-jar",
					this.jar.toString(), "--server.port=0", "--together.api-key=benchmark-key",
					"--together.base-url=http://127.0.0.1:" + serverPort)
				.redirectError(ProcessBuilder.Redirect.INHERIT)
				.start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static int port(Process gateway) {
		BufferedReader lines = new BufferedReader(
				new InputStreamReader(gateway.getInputStream(), StandardCharsets.UTF_8));
		return lines.lines()
			.map(STARTED::matcher)
			.filter(Matcher::find)
			.mapToInt((line) -> Integer.parseInt(line.group(1)))
			.findFirst()
			.orElseThrow(() -> new IllegalStateException("The gateway did not start"));
	}

}
