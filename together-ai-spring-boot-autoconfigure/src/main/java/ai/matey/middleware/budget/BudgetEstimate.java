package ai.matey.middleware.budget;

import java.math.BigDecimal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRCost;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ModelPricing;

/**
 * The estimated cost of a call.
 *
 * @param pricing the prices of the model
 * @param promptTokens the approximate number of tokens of the prompt
 * @param outputTokens the maximum number of tokens of the response
 */
record BudgetEstimate(ModelPricing pricing, long promptTokens, long outputTokens) {

	static final BudgetEstimate NOTHING = new BudgetEstimate(new ModelPricing(null, null, null, Map.of()), 0, 0);

	/**
	 * Return whether everything that the call needs has a price, possibly zero.
	 */
	boolean isPriced() {
		return this.pricing.inputPerMillion() != null
				&& (this.outputTokens == 0 || this.pricing.outputPerMillion() != null);
	}

	/**
	 * Return the maximum cost of the call.
	 */
	long units() {
		return units(this.outputTokens);
	}

	/**
	 * Return the cost of the call with a response of another length.
	 */
	long units(long outputTokens) {
		return units(this.pricing.cost(new IRUsage(this.promptTokens, outputTokens)), 0);
	}

	/**
	 * Return the actual cost of the call.
	 * @param cost the cost that the response reports, or {@code null}
	 * @param usage the tokens used, or {@code null}
	 */
	long units(@Nullable IRCost cost, @Nullable IRUsage usage) {
		return units((cost == null && usage != null) ? this.pricing.cost(usage) : cost, units());
	}

	private static long units(@Nullable IRCost cost, long otherwise) {
		BigDecimal amount = (cost != null && IRCost.USD.equals(cost.currency())) ? cost.amount() : null;
		return (amount != null) ? Budget.units(amount) : otherwise;
	}

}
