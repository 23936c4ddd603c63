package ai.matey.middleware;

/**
 * Is told what happens to budgets. Called on the thread of a call: it must return at once
 * and never throw.
 */
public interface BudgetListener {

	/**
	 * Four fifths of a budget are spent. Told once for each period, by each instance.
	 * @param status the budget
	 */
	default void nearlySpent(BudgetStatus status) {
	}

	/**
	 * A call was refused because of a budget.
	 * @param status the budget
	 */
	default void refused(BudgetStatus status) {
	}

	/**
	 * A call could not be counted because what its model costs is not known.
	 * @param owner whose call it is, such as a client's name
	 * @param model the model, possibly a name that a caller made up
	 */
	default void unpriced(String owner, String model) {
	}

}
