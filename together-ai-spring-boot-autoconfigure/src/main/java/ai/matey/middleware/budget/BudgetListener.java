package ai.matey.middleware.budget;

import org.jspecify.annotations.Nullable;

/**
 * Listener of budgets. Methods are called on the thread of a call, so they must return
 * immediately and never throw.
 *
 * @since 0.1.0
 */
public interface BudgetListener {

	/**
	 * Called when four fifths of a budget are spent, once for each period and instance.
	 * @param status the status of the budget
	 */
	default void nearlySpent(BudgetStatus status) {
	}

	/**
	 * Called when a call was refused because of a budget.
	 * @param status the status of the budget
	 */
	default void refused(BudgetStatus status) {
	}

	/**
	 * Called when a call could not be counted because the price of its model is unknown.
	 * @param owner the owner of the call, such as the name of a client
	 * @param model the model, possibly a name invented by a caller, or {@code null} for
	 * the backend's default
	 */
	default void unpriced(String owner, @Nullable String model) {
	}

}
