package ai.matey.pacing;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

class RateCurveTests {

	private static final Duration CYCLE = Duration.ofSeconds(100);

	private static final long START = 1_800_000_000_000_000_000L;

	private final RateCurve curve = new RateCurve(1, 2, 10, 0.8, START, 50);

	private static long after(double seconds) {
		return START + (long) (seconds * 1e9);
	}

	@Test
	void theRateReturnsToTheLimitInOneCycleAndDoublesWithinThree() {
		assertThat(this.curve.rateAt(after(0), CYCLE)).isEqualTo(8, offset(1e-9));
		assertThat(this.curve.rateAt(after(50), CYCLE)).isEqualTo(10 * (1 - 0.2 / 8), offset(1e-9));
		assertThat(this.curve.rateAt(after(100), CYCLE)).isEqualTo(10, offset(1e-9));
		assertThat(this.curve.rateAt(after(150), CYCLE)).isGreaterThan(10);
		assertThat(this.curve.rateAt(after(300), CYCLE)).isGreaterThan(20);
	}

	@Test
	void nothingIsAllowedBeforeTheCurveStarts() {
		assertThat(this.curve.rateAt(after(-1), CYCLE)).isZero();
		assertThat(this.curve.servedAt(after(-1), CYCLE)).isEqualTo(50);
	}

	@Test
	void whatIsServedIsTheSumOfTheRate() {
		double sum = 50;
		double step = 0.01;
		for (int i = 0; i < 25_000; i++) {
			sum += this.curve.rateAt(after((i + 0.5) * step), CYCLE) * step;
		}
		assertThat(this.curve.servedAt(after(250), CYCLE)).isEqualTo(sum, offset(0.01));
	}

	@Test
	void aNewCurveGoesOnCounting() {
		RateCurve next = this.curve.next(10, 0.9, after(30), Duration.ofSeconds(2), CYCLE);
		assertThat(next.servedAt(after(31), CYCLE)).isEqualTo(this.curve.servedAt(after(30), CYCLE));
		assertThat(next.nanosUntil(next.served() + 9, after(30), CYCLE)).isBetween(2_900_000_000L, 3_100_000_000L);
	}

	@Test
	void itIsOverAfterFiveCycles() {
		assertThat(this.curve.isOver(after(499), CYCLE)).isFalse();
		assertThat(this.curve.isOver(after(501), CYCLE)).isTrue();
	}

	@Test
	void itIsOverIfItsClockWasFarAhead() {
		assertThat(this.curve.isOver(after(-60), CYCLE)).isFalse();
		assertThat(this.curve.isOver(after(-3600), CYCLE)).isTrue();
		assertThat(new RateCurve(1, 2, 10, 0.8, Long.MAX_VALUE, 50).isOver(START, CYCLE)).isTrue();
		assertThat(new RateCurve(1, 2, 10, 0.8, Long.MIN_VALUE, 50).isOver(START, CYCLE)).isTrue();
	}

	@Test
	void itsCountStartsAgainBeforeItOverflows() {
		RateCurve fast = new RateCurve(1, 2, 1e300, 0.97, START, 9e11);
		RateCurve next = fast.next(10, 0.9, after(400), Duration.ZERO, CYCLE.multipliedBy(4));
		for (int i = 2; i < 20; i++) {
			next = next.next(1e300, 0.9, after(400 * i), Duration.ZERO, CYCLE.multipliedBy(4));
			assertThat(next.served()).isLessThanOrEqualTo(1e12);
		}
		assertThat(next.bucket()).isNotEqualTo(fast.bucket());
	}

	@Test
	void itCanBeWrittenDown() {
		assertThat(RateCurve.parse(this.curve.format())).isEqualTo(this.curve);
	}

	@Test
	void whatIsNoCurveIsIgnored() {
		assertThat(RateCurve.parse("")).isNull();
		assertThat(RateCurve.parse("0 17")).isNull();
		assertThat(RateCurve.parse("2 1 2 10.0 0.8 17 50.0")).isNull();
		assertThat(RateCurve.parse("1 1 2 ten 0.8 17 50.0")).isNull();
		assertThat(RateCurve.parse("1 1 2 NaN 0.8 17 50.0")).isNull();
		assertThat(RateCurve.parse("1 1 2 0.0 0.8 17 50.0")).isNull();
		assertThat(RateCurve.parse("1 1 2 10.0 0.8 17 1e300")).isNull();
	}

}
