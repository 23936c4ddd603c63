package ai.matey.middleware.budget;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Objects;

/**
 * The maximum cost of calls in a period.
 *
 * @param amount the amount in US dollars, above zero
 * @param period the period that it applies to
 * @since 0.1.0
 */
public record Budget(BigDecimal amount, BudgetPeriod period) {

	/** Stores count in billionths of a US dollar, so that they can add integers. */
	private static final int SCALE = 9;

	/** A billion US dollars: sums of such amounts do not overflow. */
	static final long MAX_UNITS = 1_000_000_000_000_000_000L;

	public Budget {
		Objects.requireNonNull(amount, "amount must not be null");
		Objects.requireNonNull(period, "period must not be null");
		if (amount.signum() <= 0) {
			throw new IllegalArgumentException("The amount of a budget must be above zero but is " + amount);
		}
	}

	long limit() {
		return units(this.amount);
	}

	/**
	 * Return an amount as a store counts it, rounded up, and from 0 to
	 * {@link #MAX_UNITS}.
	 */
	static long units(BigDecimal amount) {
		BigDecimal units = amount.movePointRight(SCALE).setScale(0, RoundingMode.CEILING);
		return units.max(BigDecimal.ZERO).min(BigDecimal.valueOf(MAX_UNITS)).longValueExact();
	}

	static BigDecimal amount(long units) {
		return BigDecimal.valueOf(units, SCALE).stripTrailingZeros();
	}

}
