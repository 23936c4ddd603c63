package ai.matey.autoconfigure.together.middleware;

import ai.matey.errors.AdapterException;
import ai.matey.middleware.BudgetStatus;
import ai.matey.middleware.ResponseCacheListener;

/**
 * Is told what the middleware of clients does. All beans of this type are told, on the
 * thread of the call: they must return at once and never throw.
 */
public interface TogetherMiddlewareListener {

	/**
	 * An alias moved on to its next model.
	 * @param client the client's name
	 * @param alias the alias
	 * @param from the model that could not serve
	 * @param to the model that is asked next
	 * @param reason why
	 */
	default void movedOn(String client, String alias, String from, String to, AdapterException reason) {
	}

	/**
	 * A call asked the response cache.
	 * @param client the client's name
	 * @param result where the response comes from
	 */
	default void cacheLookedUp(String client, ResponseCacheListener.Result result) {
	}

	/**
	 * Four fifths of a budget are spent.
	 * @param client the client's name
	 * @param status the budget
	 */
	default void budgetNearlySpent(String client, BudgetStatus status) {
	}

	/**
	 * A call was refused because of a budget.
	 * @param client the client's name
	 * @param status the budget
	 */
	default void budgetRefused(String client, BudgetStatus status) {
	}

}
