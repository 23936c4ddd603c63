package ai.matey.autoconfigure.together.middleware;

import ai.matey.middleware.budget.BudgetStatus;

/**
 * Application event published when four fifths of a budget are spent, once for each
 * period and instance, on a thread that may block.
 *
 * @param client the client's name
 * @param status the status of the budget
 * @since 0.1.0
 */
public record TogetherBudgetEvent(String client, BudgetStatus status) {

}
