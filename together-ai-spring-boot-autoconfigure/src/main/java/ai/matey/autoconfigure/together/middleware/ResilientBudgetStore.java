package ai.matey.autoconfigure.together.middleware;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import ai.matey.adapter.Outage;
import ai.matey.middleware.budget.BudgetStore;
import ai.matey.middleware.budget.BudgetWindow;

/**
 * A {@link BudgetStore} that falls back to the memory of this instance while the shared
 * store is unavailable, since a budget per instance is better than no budget or no calls.
 * Thread-safe.
 */
final class ResilientBudgetStore implements BudgetStore {

	private static final Logger logger = LoggerFactory.getLogger(ResilientBudgetStore.class);

	/** The maximum time that a call waits for the store. */
	static final Duration PATIENCE = Duration.ofSeconds(1);

	private final BudgetStore shared;

	private final BudgetStore own;

	private final Outage outage = new Outage();

	ResilientBudgetStore(BudgetStore shared, BudgetStore own) {
		this.shared = shared;
		this.own = own;
	}

	@Override
	public Mono<Reservation> reserve(BudgetWindow window, long amount, long limit) {
		return first(this.shared.reserve(window, amount, limit), this.own.reserve(window, amount, limit));
	}

	@Override
	public Mono<Long> add(BudgetWindow window, long amount) {
		return first(this.shared.add(window, amount), this.own.add(window, amount));
	}

	@Override
	public Mono<Long> spent(BudgetWindow window) {
		return first(this.shared.spent(window), this.own.spent(window));
	}

	private <T> Mono<T> first(Mono<T> shared, Mono<T> own) {
		return shared.timeout(PATIENCE).doOnNext((value) -> found()).onErrorResume((failure) -> {
			lost(failure);
			return own;
		});
	}

	private void lost(Throwable failure) {
		if (this.outage.failed()) {
			logger.warn("The store of together.budget does not respond ({}). Until it does, this instance counts "
					+ "separately, so that each instance has the whole budget.", failure.toString());
		}
	}

	private void found() {
		if (this.outage.worked()) {
			logger.info("The store of together.budget responds again");
		}
	}

}
