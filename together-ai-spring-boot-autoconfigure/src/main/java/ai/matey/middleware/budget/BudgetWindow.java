package ai.matey.middleware.budget;

import java.time.Instant;
import java.util.Objects;

/**
 * One period of one budget.
 *
 * @param key the key of the budget, which belongs to a client or to a tenant of a client
 * @param start when the period starts
 * @param end when the next period starts
 * @since 0.1.0
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
