package ai.matey.benchmarks.pacing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * Simulates all ways to live with a rate limit side by side and writes the tables and
 * plots of {@code docs/pacing.md}.
 */
public final class PacingReport {

	private static final long SEED = 20_261_126;

	private static final String BEGIN = "<!-- Written by the simulator: begin -->";

	private static final String END = "<!-- Written by the simulator: end -->";

	private static final int CHANGE = 1800;

	private final ExecutorService threads = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());

	private final StringBuilder text = new StringBuilder();

	private PacingReport() {
	}

	/**
	 * Write the report.
	 * @param arguments the document; its plots are written beside it
	 */
	public static void run(List<String> arguments) throws IOException {
		Path document = Path.of(arguments.isEmpty() ? "docs/pacing.md" : arguments.get(0));
		PacingReport report = new PacingReport();
		try {
			report.write();
		}
		finally {
			report.threads.shutdown();
		}
		String before = Files.readString(document);
		int begin = before.indexOf(BEGIN) + BEGIN.length();
		int end = before.indexOf(END);
		Files.writeString(document, before.substring(0, begin) + "\n\n" + report.text + before.substring(end));
		PacingPlots.write(document.resolveSibling("images"), SEED);
	}

	private void write() {
		this.text.append("### Load of 1.5 times the limit\n\n")
			.append("The limit is W requests in each second of the clock, calls arrive at random. ")
			.append("Two hours after ten minutes to settle (half an hour for W = 100).\n\n");
		List<Row> rows = new ArrayList<>();
		for (int limit : new int[] { 1, 10, 100 }) {
			for (int instances : new int[] { 1, 10, 100 }) {
				for (Contender contender : Contender.values()) {
					Scenario scenario = Scenario
						.of(limit + " | " + instances, instances, 1.5 * limit,
								() -> ServiceRule.perSecond((time) -> limit))
						.lasting(600, (limit == 100) ? 2400 : 7800);
					rows.add(row(scenario, contender));
				}
			}
		}
		table("W | instances", rows);
		otherRules();
		adapting();
		overload();
		below();
	}

	private void otherRules() {
		this.text.append("### Other rules and other trouble\n\n").append("Ten instances, load of 15 per second.\n\n");
		List<Row> rows = new ArrayList<>();
		DoubleUnaryOperator ten = (time) -> 10;
		Supplier<ServiceRule> windows = () -> ServiceRule.perSecond(ten);
		for (Scenario scenario : List.of(
				Scenario.of("token bucket of 10/s that holds 2 s", 10, 15, () -> ServiceRule.tokenBucket(ten, 2)),
				Scenario.of("token bucket of 10/s that holds 10 s", 10, 15, () -> ServiceRule.tokenBucket(ten, 10)),
				Scenario.of("token bucket of 10/s that holds 1 request", 10, 15, () -> ServiceRule.tokenBucket(ten, 0)),
				Scenario.of("twice the last hour, at least 1/s", 10, 15, () -> ServiceRule.twiceTheLastHour(1)),
				Scenario.of("10 in each second, bursts of 20 calls", 10, 15, windows).bursts(20),
				Scenario.of("10 in each second, a neighbour takes 3/s", 10, 15, windows).neighbour(3),
				Scenario
					.of("token bucket that holds 2 s, a neighbour takes 3/s", 10, 15,
							() -> ServiceRule.tokenBucket(ten, 2))
					.neighbour(3),
				Scenario.of("10 in each second, a restart every 60 s", 10, 15, windows).restartEvery(60),
				Scenario.of("10 in each second, store away from 30 to 50 min", 10, 15, windows).away(1800, 3000))) {
			for (Contender contender : Contender.values()) {
				rows.add(row(scenario, contender));
			}
		}
		table("rule", rows);
	}

	private void adapting() {
		this.text.append("### A limit that changes\n\n")
			.append("Load of 1.5 times the higher limit. The time until, for the next 30 s, at least 90 % of the limit are ")
			.append("used and at most 2 % of the attempts (or one) are rejected; — if that never happens in 20 minutes.\n\n")
			.append("| limit | instances | contender | halved: s | doubled: s |\n| --- | --- | --- | --- | --- |\n");
		List<Future<String>> lines = new ArrayList<>();
		for (int limit : new int[] { 1, 10 }) {
			for (int instances : new int[] { 1, 10, 100 }) {
				for (Contender contender : Contender.values()) {
					lines.add(this.threads.submit(() -> {
						double halved = adapted(instances, 2 * limit, limit, contender);
						double doubled = adapted(instances, limit, 2 * limit, contender);
						return "| " + 2 * limit + " and " + limit + " | " + instances + " | " + contender.title()
								+ " | " + seconds(halved) + " | " + seconds(doubled) + " |\n";
					}));
				}
			}
		}
		lines.forEach((line) -> this.text.append(get(line)));
		this.text.append('\n');
	}

	private static double adapted(int instances, int before, int after, Contender contender) {
		Scenario scenario = Scenario
			.of("change", instances, 1.5 * Math.max(before, after),
					() -> ServiceRule.perSecond((time) -> (time < CHANGE) ? before : after))
			.lasting(600, CHANGE + 1200);
		return Simulation.run(scenario, contender, SEED).adapted(CHANGE, 30);
	}

	private void overload() {
		this.text.append("### Missing capacity\n\n")
			.append("No limit on the rate, but room for 20 requests at once (10 from minute 30 to 60), which take 2 s on ")
			.append("average; 15 calls per second on ten instances.\n\n")
			.append("| contender | answered by 503: % | calls lost: % | goodput: 1/s | wait p50, p99: s |\n")
			.append("| --- | --- | --- | --- | --- |\n");
		Scenario scenario = Scenario.of("503", 10, 15, () -> ServiceRule.tokenBucket((time) -> 1e6, 1))
			.places((time) -> (time > 1800 && time < 3600) ? 10 : 20)
			.lasting(600, 5400);
		for (Contender contender : List.of(Contender.RETRY, Contender.SDK, Contender.ALONE, Contender.SHARED)) {
			Figures figures = Simulation.run(scenario, contender, SEED);
			this.text.append(String.format(Locale.ROOT, "| %s | %.1f | %.1f | %.2f | %.1f, %.1f |%n", contender.title(),
					100 * figures.overloadedShare(), 100 * figures.failedShare(), figures.acceptedRate(),
					figures.waited(0.5), figures.waited(0.99)));
		}
		this.text.append('\n');
	}

	private void below() {
		this.text.append("### Below the limit\n\n")
			.append("Calls arrive at random at a share of a limit of 10 per second that lets a burst of 2 s pass.\n\n")
			.append("| load | instances | contender | rejected: % | calls that wait: % | wait p99: s |\n")
			.append("| --- | --- | --- | --- | --- | --- |\n");
		for (double load : new double[] { 0.5, 0.7, 0.9 }) {
			for (Contender contender : List.of(Contender.RETRY, Contender.ALONE, Contender.SHARED)) {
				int instances = (contender == Contender.SHARED) ? 10 : 1;
				Scenario scenario = Scenario.of("below", instances, 10 * load,
						() -> ServiceRule.tokenBucket((time) -> 10, 2));
				Figures figures = Simulation.run(scenario, contender, SEED);
				this.text.append(String.format(Locale.ROOT, "| %.0f %% | %d | %s | %.2f | %.1f | %.2f |%n", 100 * load,
						instances, contender.title(), 100 * figures.rejectedShare(), 100 * figures.waitingShare(),
						figures.waited(0.99)));
			}
		}
		this.text.append('\n');
	}

	private Row row(Scenario scenario, Contender contender) {
		return new Row(scenario, contender, this.threads.submit(() -> Simulation.run(scenario, contender, SEED)));
	}

	private void table(String first, List<Row> rows) {
		this.text.append("| ")
			.append(first)
			.append(" | contender | goodput: % | rejected: % | calls lost: % | wait p50, p99: s | fairness |\n| ")
			.append(first.replaceAll("[^|]+", "---").replace("|", " | "))
			.append(" | --- | --- | --- | --- | --- | --- |\n");
		for (Row row : rows) {
			Figures figures = get(row.figures);
			this.text.append(String.format(Locale.ROOT, "| %s | %s | %.1f | %.2f | %.1f | %.1f, %.1f | %.2f |%n",
					row.scenario.name(), row.contender.title(), 100 * figures.goodput(), 100 * figures.rejectedShare(),
					100 * figures.failedShare(), figures.waited(0.5), figures.waited(0.99), figures.fairness()));
		}
		this.text.append('\n');
	}

	private static String seconds(double seconds) {
		return Double.isNaN(seconds) ? "—" : String.format(Locale.ROOT, "%.0f", seconds);
	}

	private static <T> T get(Future<T> future) {
		try {
			return future.get();
		}
		catch (InterruptedException | ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private record Row(Scenario scenario, Contender contender, Future<Figures> figures) {

	}

}
