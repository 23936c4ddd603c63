package ai.matey.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicLong;

import reactor.core.publisher.Flux;

/**
 * Whole calls over a socket to a server in another process. All clients take turns in
 * every round, so that whatever else the machine does hits all of them; figures are
 * medians over the rounds.
 */
final class WholeCalls {

	private static final Duration LIMIT = Duration.ofMinutes(2);

	private final List<Contender> contenders;

	private final Contender reference;

	private final int rounds;

	/**
	 * Create the measurement.
	 * @param contenders the clients
	 * @param reference the one of them that the others are compared with
	 * @param rounds how often each takes its turn
	 */
	WholeCalls(List<Contender> contenders, Contender reference, int rounds) {
		this.contenders = contenders;
		this.reference = reference;
		this.rounds = rounds;
	}

	void streams(String title, Scenario scenario, int streams, int atOnce) {
		measure(title, "chunk", streams * scenario.events(), (contender) -> {
			int chunks = Flux.range(0, streams).flatMap((i) -> contender.stream(scenario, (delta) -> {
			}), atOnce).reduce(0, Integer::sum).blockOptional(LIMIT).orElse(0);
			if (chunks != streams * scenario.events()) {
				throw new IllegalStateException(contender.name() + " read " + chunks + " chunks");
			}
		});
	}

	void calls(int calls, int atOnce) {
		measure("Plain calls, " + atOnce + " at once", "call", calls,
				(contender) -> Flux.range(0, calls).flatMap((i) -> contender.call(), atOnce).blockLast(LIMIT));
	}

	/**
	 * The time from the call to its first token.
	 */
	void firstChunk(int calls) {
		Scenario scenario = new Scenario(1, 1, 0);
		Map<Contender, double[]> micros = new LinkedHashMap<>();
		this.contenders.forEach((contender) -> micros.put(contender, new double[calls]));
		AtomicLong first = new AtomicLong();
		for (int i = -calls; i < calls; i++) {
			for (Contender contender : this.contenders) {
				long start = System.nanoTime();
				contender.stream(scenario, (delta) -> first.set(System.nanoTime())).block(LIMIT);
				micros.get(contender)[Math.max(i, 0)] = (first.get() - start) / 1000.0;
			}
		}
		System.out.printf("%nTime to first chunk, one call after the other, median of %d%n%n", calls);
		System.out.println("| client | µs |\n| --- | --- |");
		micros.forEach((contender, values) -> System.out.printf(Locale.ROOT, "| %s | %.0f |%n", contender.name(),
				Cost.median(values)));
	}

	private void measure(String title, String unit, int units, java.util.function.Consumer<Contender> work) {
		Map<Contender, List<Cost>> costs = new LinkedHashMap<>();
		for (Contender contender : this.contenders) {
			costs.put(contender, new ArrayList<>());
			for (int i = 0; i < 6; i++) {
				work.accept(contender);
			}
		}
		for (int round = 0; round < this.rounds; round++) {
			costs.forEach((contender, list) -> list.add(Cost.of(units, () -> work.accept(contender))));
		}
		print(title, unit, costs);
	}

	private void print(String title, String unit, Map<Contender, List<Cost>> costs) {
		System.out.printf("%n%s%n%n| client | ns per %s | bytes per %s | %s / this, time | bytes |%n", title, unit,
				unit, this.reference.name());
		System.out.println("| --- | --- | --- | --- | --- |");
		List<Cost> reference = Objects.requireNonNull(costs.get(this.reference));
		costs.forEach((contender, list) -> {
			Cost median = Cost.median(list);
			System.out.printf(Locale.ROOT, "| %s | %.0f | %.0f | %.2f | %.2f |%n", contender.name(), median.nanos(),
					median.bytes(), ratio(reference, list, true), ratio(reference, list, false));
		});
	}

	/**
	 * The median of the rounds' ratios: the two sides of each were measured within a
	 * second.
	 */
	private static double ratio(List<Cost> reference, List<Cost> other, boolean time) {
		double[] ratios = new double[reference.size()];
		for (int i = 0; i < ratios.length; i++) {
			ratios[i] = time ? reference.get(i).nanos() / other.get(i).nanos()
					: reference.get(i).bytes() / other.get(i).bytes();
		}
		return Cost.median(ratios);
	}

}
