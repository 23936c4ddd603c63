package ai.matey.benchmarks.pacing;

import java.util.Random;

import ai.matey.adapter.BackendPacer;

/**
 * Runs a scenario with a contender in virtual time.
 */
final class Simulation {

	/** When all simulations begin, in seconds since 1970. */
	static final long EPOCH = 1_800_000_000;

	private final Scenario scenario;

	private final Contender contender;

	private final Random random;

	private final VirtualTime time = new VirtualTime();

	private final Service service;

	private final SimulatedStore store;

	private final Figures figures;

	private final BackendPacer[] pacers;

	private final double fixedRate;

	private Simulation(Scenario scenario, Contender contender, long seed) {
		this.scenario = scenario;
		this.contender = contender;
		this.random = new Random(seed);
		this.service = new Service(this.time, scenario.rule().get(), scenario.places(), new Random(seed + 1));
		this.store = new SimulatedStore(this.time, EPOCH * VirtualTime.SECOND,
				() -> this.time.seconds() >= scenario.awayFrom() && this.time.seconds() < scenario.awayUntil());
		this.figures = new Figures(scenario.instances(), scenario.warmUp(), scenario.duration());
		this.pacers = new BackendPacer[scenario.instances()];
		this.fixedRate = 0.9 * this.service.capacity() / scenario.instances();
	}

	/**
	 * Run a simulation.
	 * @param scenario what is simulated
	 * @param contender how the instances live with the limit
	 * @param seed the same seed gives the same figures
	 * @return what was counted
	 */
	static Figures run(Scenario scenario, Contender contender, long seed) {
		return new Simulation(scenario, contender, seed).run();
	}

	private Figures run() {
		for (int i = 0; i < this.pacers.length; i++) {
			start(i);
		}
		measureCapacity();
		callAgain();
		if (this.scenario.neighbour() > 0) {
			neighbour();
		}
		if (this.scenario.restartEvery() > 0) {
			restart(0);
		}
		this.time.runUntil(this.scenario.duration());
		return this.figures;
	}

	/**
	 * Clocks of instances are up to 50 ms wrong.
	 */
	private void start(int instance) {
		long skew = (long) ((this.random.nextDouble() - 0.5) * 0.1 * VirtualTime.SECOND);
		this.pacers[instance] = this.contender.pacer(this.time, this.store, this.fixedRate, skew);
	}

	private void measureCapacity() {
		this.figures.capacity(this.time.seconds(), this.service.capacity());
		this.time.in(1, this::measureCapacity);
	}

	private void callAgain() {
		double burst = this.scenario.burst();
		this.time.in(exponential(this.scenario.rate() / burst), () -> {
			int calls = 1;
			while (this.random.nextDouble() < 1 - 1 / burst) {
				calls++;
			}
			int instance = this.random.nextInt(this.pacers.length);
			for (int i = 0; i < calls; i++) {
				new SimulatedCall(this.time, this.service, this.figures, this.contender.retry(), this.random, instance,
						this.pacers[instance])
					.begin();
			}
			callAgain();
		});
	}

	private void neighbour() {
		this.time.in(exponential(this.scenario.neighbour()), () -> {
			this.service.send((verdict) -> {
			}, () -> {
			});
			neighbour();
		});
	}

	private void restart(int instance) {
		this.time.in(this.scenario.restartEvery(), () -> {
			start(instance);
			restart((instance + 1) % this.pacers.length);
		});
	}

	private double exponential(double rate) {
		return -Math.log(1 - this.random.nextDouble()) / rate;
	}

}
