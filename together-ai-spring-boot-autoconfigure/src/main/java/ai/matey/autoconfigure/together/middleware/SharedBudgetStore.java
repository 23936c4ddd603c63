package ai.matey.autoconfigure.together.middleware;

import ai.matey.middleware.BudgetStore;

/**
 * The store that instances share. It is no {@link BudgetStore} bean itself, since such a
 * bean of the application is for all clients, whatever they have set.
 *
 * @param store the store
 */
record SharedBudgetStore(BudgetStore store) {

}
