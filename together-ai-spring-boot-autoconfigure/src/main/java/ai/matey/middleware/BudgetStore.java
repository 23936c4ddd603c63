package ai.matey.middleware;

import reactor.core.publisher.Mono;

/**
 * Counts what budgets have spent. Amounts are billionths of a US dollar. What is stored
 * of a window may be forgotten after its end. Thread-safe; each method is atomic, also
 * among all instances that share the store.
 */
public interface BudgetStore {

	/**
	 * Add an amount, unless more than the limit would be spent then.
	 * @param window the period of a budget
	 * @param amount what to add, at least 0
	 * @param limit the most that may be spent
	 * @return whether it was added, and what is spent now
	 */
	Mono<Reservation> reserve(BudgetWindow window, long amount, long limit);

	/**
	 * Add an amount, whatever is spent then.
	 * @param window the period of a budget
	 * @param amount what to add; below zero to take back
	 * @return what is spent now
	 */
	Mono<Long> add(BudgetWindow window, long amount);

	/**
	 * Return what is spent.
	 * @param window the period of a budget
	 * @return the amount, reservations included; 0 if nothing is known
	 */
	Mono<Long> spent(BudgetWindow window);

	/**
	 * How a reservation went.
	 *
	 * @param granted whether the amount was added
	 * @param spent what is spent now, the amount included if it was added
	 */
	record Reservation(boolean granted, long spent) {

	}

}
