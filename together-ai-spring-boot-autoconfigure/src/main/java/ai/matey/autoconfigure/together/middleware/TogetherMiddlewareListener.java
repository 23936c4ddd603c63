package ai.matey.autoconfigure.together.middleware;

import ai.matey.errors.AdapterException;
import ai.matey.middleware.budget.BudgetStatus;
import ai.matey.middleware.cache.ResponseCacheListener;

/**
 * Listener of the middleware of clients. All beans of this type are called, on the thread
 * of the call, so they must return immediately and never throw.
 *
 * @since 0.1.0
 */
public interface TogetherMiddlewareListener {

	/**
	 * Called when an alias has fallen back to its next model.
	 * @param client the client's name
	 * @param alias the alias
	 * @param from the model that could not serve
	 * @param to the model that is tried next
	 * @param reason the failure of the first model
	 */
	default void movedOn(String client, String alias, String from, String to, AdapterException reason) {
	}

	/**
	 * Called when a call has looked up a response in the cache.
	 * @param client the client's name
	 * @param result the source of the response
	 */
	default void cacheLookedUp(String client, ResponseCacheListener.Result result) {
	}

	/**
	 * Called when four fifths of a budget are spent.
	 * @param client the client's name
	 * @param status the status of the budget
	 */
	default void budgetNearlySpent(String client, BudgetStatus status) {
	}

	/**
	 * Called when a call was refused because of a budget.
	 * @param client the client's name
	 * @param status the status of the budget
	 */
	default void budgetRefused(String client, BudgetStatus status) {
	}

}
