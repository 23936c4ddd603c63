package ai.matey.autoconfigure.together.middleware;

import ai.matey.middleware.budget.BudgetStore;

/**
 * Holds the store that instances share. It is not a {@link BudgetStore} bean itself,
 * since such a bean applies to all clients, whatever their settings.
 *
 * @param store the store
 */
record SharedBudgetStore(BudgetStore store) {

}
