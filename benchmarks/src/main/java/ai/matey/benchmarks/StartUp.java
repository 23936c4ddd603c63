package ai.matey.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import ai.matey.benchmarks.application.EmptyApplication;

/**
 * What the starter adds to the start of an application that has Boot's WebClient starter.
 * Each start is a process of its own, and the two applications take turns.
 */
final class StartUp {

	private static final String OURS = "together-ai-";

	private static final int WARM_UP = 2;

	private final int rounds;

	private final Path target;

	StartUp(int rounds) {
		this.rounds = rounds;
		try {
			this.target = Path.of(StartUp.class.getProtectionDomain().getCodeSource().getLocation().toURI())
				.resolveSibling("application");
		}
		catch (URISyntaxException ex) {
			throw new IllegalStateException(ex);
		}
	}

	void run() {
		String without = classPath((jar) -> !jar.startsWith(OURS));
		String with = classPath((jar) -> true);
		List<Start> stock = new ArrayList<>();
		List<Start> ours = new ArrayList<>();
		for (int i = -WARM_UP; i < this.rounds; i++) {
			Start first = Start.of(without);
			Start second = Start.of(with);
			if (i >= 0) {
				stock.add(first);
				ours.add(second);
			}
		}
		System.out.printf("%nStart of an application, median of %d%n%n", this.rounds);
		System.out.println("| application | ms | ms of processor time | classes |\n| --- | --- | --- | --- |");
		row("with Boot's WebClient starter", stock);
		row("with this starter", ours);
		System.out.printf(Locale.ROOT, "| difference | %.0f | %.0f | %.0f |%n", difference(stock, ours, Start::millis),
				difference(stock, ours, Start::processorMillis), difference(stock, ours, Start::classes));
		System.out.printf(Locale.ROOT, "| ratio | %.3f | %.3f | %.3f |%n", ratio(stock, ours, Start::millis),
				ratio(stock, ours, Start::processorMillis), ratio(stock, ours, Start::classes));
	}

	private String classPath(Predicate<String> jars) {
		try (Stream<Path> files = Files.list(this.target)) {
			return Stream
				.concat(Stream.of(this.target.resolveSibling("classes")),
						files.filter((file) -> jars.test(file.getFileName().toString())).sorted())
				.map(Path::toString)
				.collect(Collectors.joining(System.getProperty("path.separator")));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static void row(String name, List<Start> starts) {
		System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.0f |%n", name, median(starts, Start::millis),
				median(starts, Start::processorMillis), median(starts, Start::classes));
	}

	private static double median(List<Start> starts, ToDoubleFunction<Start> figure) {
		return Cost.median(starts.stream().mapToDouble(figure).toArray());
	}

	/**
	 * The medians of the rounds' differences and ratios: the two sides of each were
	 * measured one after the other.
	 */
	private static double difference(List<Start> stock, List<Start> ours, ToDoubleFunction<Start> figure) {
		double[] differences = new double[stock.size()];
		for (int i = 0; i < differences.length; i++) {
			differences[i] = figure.applyAsDouble(ours.get(i)) - figure.applyAsDouble(stock.get(i));
		}
		return Cost.median(differences);
	}

	private static double ratio(List<Start> stock, List<Start> ours, ToDoubleFunction<Start> figure) {
		double[] ratios = new double[stock.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = figure.applyAsDouble(ours.get(i)) / figure.applyAsDouble(stock.get(i));
		}
		return Cost.median(ratios);
	}

	/**
	 * One start, JVM included.
	 *
	 * @param millis time until the application had started
	 * @param processorMillis processor time until then
	 * @param classes classes loaded until then
	 */
	private record Start(double millis, double processorMillis, double classes) {

		static Start of(String classPath) {
			try {
				long start = System.nanoTime();
				Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
						"-Xmx512m", "-cp", classPath, EmptyApplication.class.getName(), "--together.api-key=any")
					.redirectError(ProcessBuilder.Redirect.INHERIT)
					.start();
				try (BufferedReader lines = new BufferedReader(
						new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
					String line = lines.readLine();
					while (line != null && !line.equals(EmptyApplication.STARTED)) {
						line = lines.readLine();
					}
					double millis = (System.nanoTime() - start) / 1e6;
					Duration processor = process.info().totalCpuDuration().orElse(Duration.ZERO);
					String classes = lines.readLine();
					if (classes == null) {
						throw new IllegalStateException("The application did not start");
					}
					return new Start(millis, processor.toNanos() / 1e6, Double.parseDouble(classes));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
