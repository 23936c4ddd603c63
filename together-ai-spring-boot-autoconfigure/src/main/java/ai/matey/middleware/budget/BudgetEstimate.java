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
 * @param other the cost that is not charged by the token, or {@code null} if there is
 * none
 */
record BudgetEstimate(ModelPricing pricing, long promptTokens, long outputTokens, @Nullable IRCost other) {

	private static final ModelPricing NO_PRICES = new ModelPricing(null, null, null, Map.of());

	static final BudgetEstimate NOTHING = new BudgetEstimate(NO_PRICES, 0, 0, null);

	BudgetEstimate(ModelPricing pricing, long promptTokens, long outputTokens) {
		this(pricing, promptTokens, outputTokens, null);
	}

	/**
	 * Create the estimate of a call that is not charged by the token.
	 */
	static BudgetEstimate of(IRCost cost) {
		return new BudgetEstimate(NO_PRICES, 0, 0, cost);
	}

	/**
	 * Return whether everything that the call needs has a price, possibly zero.
	 */
	boolean isPriced() {
		return this.other != null || (this.pricing.inputPerMillion() != null
				&& (this.outputTokens == 0 || this.pricing.outputPerMillion() != null));
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
		return units(this.pricing.cost(new IRUsage(this.promptTokens, outputTokens)), 0) + units(this.other, 0);
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
