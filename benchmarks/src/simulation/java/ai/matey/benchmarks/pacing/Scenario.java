package ai.matey.benchmarks.pacing;

import java.util.function.DoubleUnaryOperator;
import java.util.function.Supplier;

/**
 * What is simulated.
 *
 * @param name its name
 * @param instances how many instances of the application run
 * @param rate calls of all instances together per second
 * @param burst how many calls come at once, on average
 * @param rule makes the service's rule
 * @param places how many requests the service can serve at once, by time
 * @param neighbour requests per second of others that use the same limit
 * @param restartEvery the seconds between two restarts of an instance, 0 for none
 * @param awayFrom when the store goes away, in seconds
 * @param awayUntil when it comes back
 * @param warmUp the seconds that do not count
 * @param duration when the simulation ends
 */
record Scenario(String name, int instances, double rate, double burst, Supplier<ServiceRule> rule,
		DoubleUnaryOperator places, double neighbour, double restartEvery, double awayFrom, double awayUntil,
		double warmUp, double duration) {

	static Scenario of(String name, int instances, double rate, Supplier<ServiceRule> rule) {
		return new Scenario(name, instances, rate, 1, rule, (time) -> Double.MAX_VALUE, 0, 0, 0, 0, 600, 7800);
	}

	Scenario bursts(double burst) {
		return new Scenario(this.name, this.instances, this.rate, burst, this.rule, this.places, this.neighbour,
				this.restartEvery, this.awayFrom, this.awayUntil, this.warmUp, this.duration);
	}

	Scenario places(DoubleUnaryOperator places) {
		return new Scenario(this.name, this.instances, this.rate, this.burst, this.rule, places, this.neighbour,
				this.restartEvery, this.awayFrom, this.awayUntil, this.warmUp, this.duration);
	}

	Scenario neighbour(double neighbour) {
		return new Scenario(this.name, this.instances, this.rate, this.burst, this.rule, this.places, neighbour,
				this.restartEvery, this.awayFrom, this.awayUntil, this.warmUp, this.duration);
	}

	Scenario restartEvery(double seconds) {
		return new Scenario(this.name, this.instances, this.rate, this.burst, this.rule, this.places, this.neighbour,
				seconds, this.awayFrom, this.awayUntil, this.warmUp, this.duration);
	}

	Scenario away(double from, double until) {
		return new Scenario(this.name, this.instances, this.rate, this.burst, this.rule, this.places, this.neighbour,
				this.restartEvery, from, until, this.warmUp, this.duration);
	}

	Scenario lasting(double warmUp, double duration) {
		return new Scenario(this.name, this.instances, this.rate, this.burst, this.rule, this.places, this.neighbour,
				this.restartEvery, this.awayFrom, this.awayUntil, warmUp, duration);
	}

}
