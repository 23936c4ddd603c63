package ai.matey.autoconfigure.together.middleware;

import ai.matey.middleware.BudgetStatus;

/**
 * Four fifths of a budget are spent. Published as an application event once for each
 * period by each instance, on a thread that may block.
 *
 * @param client the client's name
 * @param status the budget
 */
public record TogetherBudgetEvent(String client, BudgetStatus status) {

}
