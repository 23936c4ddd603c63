package ai.matey.benchmarks.pacing.run;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What both ends of a run have seen, compared.
 */
final class PacingFigures {

	private final List<Outcome> outcomes;

	private final double limit;

	private final long fallsAfter;

	private final List<Attempt> attempts;

	PacingFigures(List<Outcome> outcomes, List<String> attempts, double limit, long fallsAfter) {
		this.outcomes = outcomes;
		this.limit = limit;
		this.fallsAfter = fallsAfter;
		this.attempts = attempts.stream().filter((line) -> !line.equals("started")).map(Attempt::of).toList();
	}

	void print(int seconds) {
		ends();
		double[] waits = this.outcomes.stream()
			.filter((outcome) -> outcome.kind() == Outcome.Kind.ANSWERED)
			.mapToDouble(Outcome::seconds)
			.sorted()
			.toArray();
		System.out.printf("seconds until answered: p50 %s, p99 %s%n", PacingRun.number(share(waits, 0.5)),
				PacingRun.number(share(waits, 0.99)));
		long first = this.attempts.stream()
			.filter((attempt) -> !attempt.accepted())
			.mapToLong(Attempt::millis)
			.min()
			.orElse(0);
		System.out.println("first rejection after " + PacingRun.number(first / 1000.0) + " s");
		List<double[]> parts = List.of(new double[] { first, seconds * 400.0 },
				new double[] { seconds * 400.0, seconds * 600.0 }, new double[] { seconds * 600.0, seconds * 750.0 },
				new double[] { seconds * 750.0, seconds * 1000.0 }, new double[] { first, seconds * 1000.0 });
		List<String> names = List.of("with Redis", "Redis is away", "Redis is back", "limit has fallen", "all");
		System.out.println("\n| part | capacity used: % | rejected: % |\n| --- | --- | --- |");
		for (int i = 0; i < parts.size(); i++) {
			part(names.get(i), (long) parts.get(i)[0], (long) parts.get(i)[1]);
		}
		System.out.println();
	}

	/**
	 * Each call has ended once. It was answered if the service accepted it, and then the
	 * service has accepted it once.
	 */
	private void ends() {
		Map<String, Integer> accepted = new HashMap<>();
		this.attempts.stream()
			.filter(Attempt::accepted)
			.forEach((attempt) -> accepted.merge(attempt.id(), 1, Integer::sum));
		Map<Outcome.Kind, Integer> kinds = new HashMap<>();
		List<String> wrong = new ArrayList<>();
		for (Outcome outcome : this.outcomes) {
			kinds.merge(outcome.kind(), 1, Integer::sum);
			int times = accepted.getOrDefault(outcome.id(), 0);
			if (outcome.kind() == Outcome.Kind.WRONG || times != ((outcome.kind() == Outcome.Kind.ANSWERED) ? 1 : 0)) {
				wrong.add(outcome + ", accepted " + times + " times");
			}
		}
		System.out.println("\n" + this.outcomes.size() + " calls, " + this.attempts.size() + " attempts");
		for (Outcome.Kind kind : Outcome.Kind.values()) {
			System.out.println(kind.text() + ": " + kinds.getOrDefault(kind, 0));
		}
		System.out.println("lost, answered twice or wrong: " + wrong.size());
		wrong.stream().limit(10).forEach((line) -> System.out.println("    " + line));
	}

	private void part(String name, long from, long until) {
		List<Attempt> part = this.attempts.stream()
			.filter((attempt) -> attempt.millis() >= from && attempt.millis() < until)
			.toList();
		double capacity = 0;
		for (long millis = from; millis < until; millis++) {
			capacity += LimitedService.limit(this.limit, millis, this.fallsAfter) / 1000;
		}
		long accepted = part.stream().filter(Attempt::accepted).count();
		System.out.printf("| %s | %s | %s |%n", name, PacingRun.number(100 * accepted / capacity),
				PacingRun.number(100.0 * (part.size() - accepted) / Math.max(1, part.size())));
	}

	private static double share(double[] sorted, double share) {
		return (sorted.length == 0) ? Double.NaN
				: Arrays.stream(sorted).skip((long) (share * (sorted.length - 1))).findFirst().orElseThrow();
	}

	/**
	 * An attempt as the service saw it.
	 *
	 * @param millis when, since the first one
	 * @param id the call's prompt
	 * @param accepted whether it was accepted
	 */
	private record Attempt(long millis, String id, boolean accepted) {

		static Attempt of(String line) {
			String[] parts = line.split(" ");
			return new Attempt(Long.parseLong(parts[0]), parts[1], Boolean.parseBoolean(parts[2]));
		}

	}

}
