package ai.matey.middleware;

import java.time.Instant;
import java.util.Objects;

/**
 * One period of one budget.
 *
 * @param key whose budget it is: a client, or a client's tenant
 * @param start when the period began
 * @param end when the next one begins
 */
public record BudgetWindow(String key, Instant start, Instant end) {

	public BudgetWindow {
		Objects.requireNonNull(key, "key must not be null");
		Objects.requireNonNull(start, "start must not be null");
		Objects.requireNonNull(end, "end must not be null");
	}

	static BudgetWindow at(String key, BudgetPeriod period, Instant time) {
		Instant start = period.start(time);
		return new BudgetWindow(key, start, start.plus(period.length()));
	}

}
