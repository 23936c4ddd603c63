package ai.matey.middleware;

import java.math.BigDecimal;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import ai.matey.ir.IRCost;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ModelPricing;

/**
 * What a call may cost.
 *
 * @param pricing what its model costs
 * @param promptTokens about how many tokens the prompt has
 * @param outputTokens how many tokens the response may have
 */
record BudgetEstimate(ModelPricing pricing, long promptTokens, long outputTokens) {

	static final BudgetEstimate NOTHING = new BudgetEstimate(new ModelPricing(null, null, null, Map.of()), 0, 0);

	/**
	 * Return whether what the call needs has a price, possibly zero.
	 */
	boolean isPriced() {
		return this.pricing.inputPerMillion() != null
				&& (this.outputTokens == 0 || this.pricing.outputPerMillion() != null);
	}

	/**
	 * Return the most that the call may cost.
	 */
	long units() {
		return units(this.outputTokens);
	}

	/**
	 * Return what the call costs with a response of another length.
	 */
	long units(long outputTokens) {
		return units(this.pricing.cost(new IRUsage(this.promptTokens, outputTokens)), 0);
	}

	/**
	 * Return what the call did cost.
	 * @param cost what the response says, or {@code null}
	 * @param usage the tokens that were used, or {@code null}
	 */
	long units(@Nullable IRCost cost, @Nullable IRUsage usage) {
		return units((cost == null && usage != null) ? this.pricing.cost(usage) : cost, units());
	}

	private static long units(@Nullable IRCost cost, long otherwise) {
		BigDecimal amount = (cost != null && IRCost.USD.equals(cost.currency())) ? cost.amount() : null;
		return (amount != null) ? Budget.units(amount) : otherwise;
	}

}
