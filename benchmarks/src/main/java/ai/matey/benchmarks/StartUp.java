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
import java.util.function.DoubleBinaryOperator;
import java.util.function.Predicate;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
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
		System.out.printf("%nStart of an application, %d times%n%n", this.rounds);
		System.out
			.println("| application | ms | ms of the main thread's processor time | of the process's | classes |");
		System.out.println("| --- | --- | --- | --- | --- |");
		row("with Boot's WebClient starter", stock);
		row("with this starter", ours);
		row("difference", stock, ours, (first, second) -> second - first, "%.0f");
		row("ratio", stock, ours, (first, second) -> second / first, "%.3f");
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
		row(name, starts, starts, (first, second) -> second, "%.0f");
	}

	/**
	 * The medians of what compares the two starts of each round, which were measured one
	 * after the other.
	 */
	private static void row(String name, List<Start> stock, List<Start> ours, DoubleBinaryOperator comparison,
			String format) {
		String figures = Stream
			.<ToDoubleFunction<Start>>of(Start::millis, Start::mainMillis, Start::processMillis, Start::classes)
			.map((figure) -> IntStream.range(0, stock.size())
				.mapToDouble((i) -> comparison.applyAsDouble(figure.applyAsDouble(stock.get(i)),
						figure.applyAsDouble(ours.get(i))))
				.toArray())
			.map((values) -> String.format(Locale.ROOT, format, Cost.median(values)))
			.collect(Collectors.joining(" | "));
		System.out.println("| " + name + " | " + figures + " |");
	}

	/**
	 * One start, JVM included.
	 *
	 * @param millis time until the application had started
	 * @param mainMillis processor time of the thread that starts it: nearly the time that
	 * it takes on a machine that does nothing else
	 * @param processMillis processor time of all threads, JIT and garbage collector
	 * included
	 * @param classes classes loaded until then
	 */
	private record Start(double millis, double mainMillis, double processMillis, double classes) {

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
					String figures = lines.readLine();
					if (figures == null) {
						throw new IllegalStateException("The application did not start");
					}
					int space = figures.indexOf(' ');
					return new Start(millis, Double.parseDouble(figures.substring(space)) / 1e6,
							processor.toNanos() / 1e6, Double.parseDouble(figures.substring(0, space)));
				}
			}
			catch (IOException ex) {
				throw new UncheckedIOException(ex);
			}
		}

	}

}
