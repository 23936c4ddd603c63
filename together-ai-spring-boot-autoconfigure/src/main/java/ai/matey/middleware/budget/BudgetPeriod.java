package ai.matey.middleware.budget;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The period of a budget. Periods start on the hour or at midnight in UTC, so that all
 * instances of an application agree.
 *
 * @since 0.1.0
 */
public enum BudgetPeriod {

	/** An hour. */
	HOUR(ChronoUnit.HOURS),

	/** A day. */
	DAY(ChronoUnit.DAYS);

	private final ChronoUnit unit;

	BudgetPeriod(ChronoUnit unit) {
		this.unit = unit;
	}

	/**
	 * Return the length of the period.
	 * @return the length
	 */
	public Duration length() {
		return this.unit.getDuration();
	}

	Instant start(Instant time) {
		return time.truncatedTo(this.unit);
	}

}
