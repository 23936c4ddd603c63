package ai.matey.middleware.budget;

import reactor.core.publisher.Mono;

/**
 * Counts what budgets have spent. Amounts are billionths of a US dollar. The data of a
 * window may be deleted after its end. Implementations must be thread-safe, and each
 * method must be atomic across all instances that share the store.
 *
 * @since 0.1.0
 */
public interface BudgetStore {

	/**
	 * Add an amount unless the total would exceed the limit.
	 * @param window the window of a budget
	 * @param amount the amount to add, at least 0
	 * @param limit the maximum amount that may be spent
	 * @return whether the amount was added, and the total spent
	 */
	Mono<Reservation> reserve(BudgetWindow window, long amount, long limit);

	/**
	 * Add an amount regardless of the total.
	 * @param window the window of a budget
	 * @param amount the amount to add; negative to subtract
	 * @return the total spent
	 */
	Mono<Long> add(BudgetWindow window, long amount);

	/**
	 * Return the amount spent.
	 * @param window the window of a budget
	 * @return the amount including reservations; 0 if nothing is known
	 */
	Mono<Long> spent(BudgetWindow window);

	/**
	 * The result of a reservation.
	 *
	 * @param granted whether the amount was added
	 * @param spent the total spent, including the amount if it was added
	 */
	record Reservation(boolean granted, long spent) {

	}

}
