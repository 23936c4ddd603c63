package ai.matey.middleware.budget;

import java.math.BigDecimal;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.SafeText;

/**
 * The status of a budget.
 *
 * @param owner the owner of the budget, such as the name of a client
 * @param tenant the tenant, or {@code null} for the owner's own budget
 * @param budget the budget
 * @param spent the amount spent in US dollars, including the estimates of running calls
 * @param until when the next period starts
 * @since 0.1.0
 */
public record BudgetStatus(String owner, @Nullable String tenant, Budget budget, BigDecimal spent, Instant until) {

	/**
	 * Return a description for people of whose budget it is.
	 * @return a description such as {@code client 'default'}
	 */
	public String subject() {
		return (this.tenant != null) ? "tenant '" + SafeText.name(this.tenant) + "' of client '" + this.owner + "'"
				: "client '" + this.owner + "'";
	}

}
