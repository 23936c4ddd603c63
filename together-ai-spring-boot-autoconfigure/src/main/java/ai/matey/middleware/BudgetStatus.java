package ai.matey.middleware;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

/**
 * How a budget does.
 *
 * @param owner whose budget it is, such as a client's name
 * @param tenant the tenant, or {@code null} for the owner's own budget
 * @param budget the budget
 * @param spent what is spent in US dollars, running calls by their estimate
 * @param until when the next period begins
 */
public record BudgetStatus(String owner, @Nullable String tenant, Budget budget, BigDecimal spent, Instant until) {

	/**
	 * Return for people whose budget it is.
	 * @return words such as {@code client 'default'}
	 */
	public String subject() {
		return (this.tenant != null) ? "tenant '" + this.tenant + "' of client '" + this.owner + "'"
				: "client '" + this.owner + "'";
	}

}
