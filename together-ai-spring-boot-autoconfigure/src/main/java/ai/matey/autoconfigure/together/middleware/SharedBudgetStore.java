package ai.matey.autoconfigure.together.middleware;

import ai.matey.middleware.budget.BudgetStore;

/**
 * The store that instances share. It is not a {@link BudgetStore} bean itself, since such
 * a bean of the application applies to all clients, whatever their settings.
 *
 * @param store the store
 */
record SharedBudgetStore(BudgetStore store) {

}
