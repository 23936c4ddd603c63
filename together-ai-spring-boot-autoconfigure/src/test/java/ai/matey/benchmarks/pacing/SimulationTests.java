package ai.matey.benchmarks.pacing;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What pacing promises, in a small run of the simulator: the real pacing code against a
 * limit that nobody tells, in virtual time. The whole run is in {@code docs/pacing.md}.
 */
class SimulationTests {

	private static final int CHANGE = 1200;

	@ParameterizedTest
	@CsvSource({ "1, ALONE", "1, SHARED", "10, SHARED" })
	void aLimitIsUsedUpAndHardlyExceeded(int instances, Contender contender) {
		Scenario scenario = Scenario.of("overload", instances, 7.5, () -> ServiceRule.perSecond((time) -> 5))
			.lasting(600, 3000);
		Figures figures = Simulation.run(scenario, contender, 1);
		assertThat(figures.goodput()).isGreaterThan(0.95);
		assertThat(figures.rejectedShare()).isLessThan(0.01);
		assertThat(figures.fairness()).isGreaterThan(0.9);
		assertThat(figures.failedShare()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "1, ALONE", "10, SHARED" })
	void aHalvedLimitIsFoundWithinHalfAMinute(int instances, Contender contender) {
		Scenario scenario = Scenario
			.of("halved", instances, 15, () -> ServiceRule.perSecond((time) -> (time < CHANGE) ? 10 : 5))
			.lasting(600, 1500);
		assertThat(Simulation.run(scenario, contender, 1).adapted(CHANGE, 30)).isLessThan(30);
	}

	@ParameterizedTest
	@CsvSource({ "1, ALONE", "10, SHARED" })
	void aDoubledLimitIsFoundWithinFiveMinutes(int instances, Contender contender) {
		Scenario scenario = Scenario
			.of("doubled", instances, 15, () -> ServiceRule.perSecond((time) -> (time < CHANGE) ? 5 : 10))
			.lasting(600, 1800);
		assertThat(Simulation.run(scenario, contender, 1).adapted(CHANGE, 30)).isLessThan(300);
	}

	@Test
	void noCallWaitsBelowTheLimit() {
		Scenario scenario = Scenario.of("below", 1, 5, () -> ServiceRule.tokenBucket((time) -> 10, 2)).lasting(0, 3000);
		Figures figures = Simulation.run(scenario, Contender.ALONE, 1);
		assertThat(figures.waited(1)).isZero();
		assertThat(figures.rejectedShare()).isZero();
	}

	@Test
	void everyCallEndsOnceAlsoWhenTheStoreIsAwayForAWhile() {
		Scenario scenario = Scenario.of("away", 10, 15, () -> ServiceRule.perSecond((time) -> 10))
			.away(1000, 2200)
			.lasting(600, 3000);
		Figures figures = Simulation.run(scenario, Contender.SHARED, 1);
		assertThat(figures.goodput(1010, 2200)).isGreaterThan(0.9);
		assertThat(figures.goodput(2200, 2600)).isGreaterThan(0.9);
		assertThat(figures.goodput(2200, 3000)).isGreaterThan(0.9);
		assertThat(figures.rejectedShare(2200, 3000)).isLessThan(0.01);
		assertThat(figures.ended()).isBetween(figures.calls() - 500, figures.calls());
	}

	@Test
	void whatIsMeasuredIsTheLimitAndNotThePacer() {
		Scenario scenario = Scenario.of("overload", 1, 7.5, () -> ServiceRule.perSecond((time) -> 5))
			.lasting(600, 1200);
		assertThat(Simulation.run(scenario, Contender.RETRY, 1).rejectedShare()).isGreaterThan(0.5);
	}

	@Test
	void theSameSeedGivesTheSameFigures() {
		Scenario scenario = Scenario.of("overload", 3, 7.5, () -> ServiceRule.tokenBucket((time) -> 5, 1))
			.lasting(60, 600);
		Figures once = Simulation.run(scenario, Contender.SHARED, 7);
		Figures again = Simulation.run(scenario, Contender.SHARED, 7);
		assertThat(again.succeeded()).isEqualTo(once.succeeded());
		assertThat(again.waited(0.5)).isEqualTo(once.waited(0.5));
	}

}
