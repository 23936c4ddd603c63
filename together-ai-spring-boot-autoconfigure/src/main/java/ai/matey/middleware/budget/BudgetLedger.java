package ai.matey.middleware.budget;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.SafeText;

/**
 * The budgets that a call is counted in, those of its owner and its tenant, and their
 * store.
 *
 * @param owner the owner of the budget
 * @param provider the provider
 * @param budget the owner's budget, or {@code null} for none
 * @param tenantBudget the budget of each tenant, or {@code null} for none
 * @param tenant the resolver of the tenant of a call
 * @param store the store that counts
 * @param listener the listener
 * @param clock the clock
 * @param told the periods of budgets that were reported to be nearly spent, by key
 */
record BudgetLedger(String owner, String provider, @Nullable Budget budget, @Nullable Budget tenantBudget,
		BudgetTenant tenant, BudgetStore store, BudgetListener listener, Clock clock, Map<String, Instant> told) {

	private static final Logger logger = LoggerFactory.getLogger(BudgetMiddleware.class);

	/** The maximum number of budgets remembered as reported to be nearly spent. */
	private static final int TOLD_LIMIT = 1000;

	List<Entry> windows(ContextView context) {
		List<Entry> entries = new ArrayList<>(2);
		Instant now = this.clock.instant();
		if (this.budget != null) {
			entries.add(new Entry(this.budget, null, BudgetWindow.at(ownerKey(), this.budget.period(), now)));
		}
		String tenant = (this.tenantBudget != null) ? this.tenant.tenant(context) : null;
		if (this.tenantBudget != null && tenant != null) {
			requireNameLength(tenant);
			entries.add(new Entry(this.tenantBudget, tenant,
					BudgetWindow.at(ownerKey() + "/" + tenant, this.tenantBudget.period(), now)));
		}
		return entries;
	}

	/**
	 * The first slash of a key separates the tenant, whatever its name contains.
	 */
	private String ownerKey() {
		return this.owner.replace("%", "%25").replace("/", "%2F");
	}

	/**
	 * Names may come from outside and are kept by the store.
	 */
	private static void requireNameLength(String tenant) {
		if (tenant.length() > SafeText.MAX_NAME) {
			throw new IllegalArgumentException("The name of a tenant must not have more than " + SafeText.MAX_NAME
					+ " characters but has " + tenant.length());
		}
	}

	Mono<BudgetStatus> status() {
		return (this.budget == null) ? Mono.empty() : Mono.defer(() -> {
			Entry entry = new Entry(this.budget, null,
					BudgetWindow.at(ownerKey(), this.budget.period(), this.clock.instant()));
			return this.store.spent(entry.window()).map((spent) -> status(entry, spent));
		});
	}

	/**
	 * Reserve an amount in all budgets or in none of them. A reservation whose caller
	 * cancels is still awaited, since the store makes it anyway, and is then given back.
	 */
	Mono<Void> reserve(@Nullable String model, List<Entry> entries, long amount) {
		return Mono.defer(() -> {
			AtomicBoolean cancelled = new AtomicBoolean();
			return reserve(model, entries, amount, 0)
				.then(Mono.defer(() -> cancelled.get() ? settle(entries, -amount) : Mono.empty()))
				.cache()
				.doOnCancel(() -> cancelled.set(true));
		});
	}

	private Mono<Void> reserve(@Nullable String model, List<Entry> entries, long amount, int position) {
		if (position == entries.size()) {
			return Mono.empty();
		}
		Entry entry = entries.get(position);
		Mono<Void> giveBack = settle(entries.subList(0, position), -amount);
		return this.store.reserve(entry.window(), amount, entry.budget().limit())
			.onErrorResume((failure) -> giveBack.then(Mono.error(failure)))
			.flatMap((reservation) -> reservation.granted() ? reserve(model, entries, amount, position + 1)
					: giveBack.then(Mono.error(() -> refused(model, entry, amount, reservation.spent()))));
	}

	/**
	 * Add an amount to all budgets. A failure of the store does not fail a call that has
	 * ended.
	 */
	Mono<Void> settle(List<Entry> entries, long amount) {
		return Flux.fromIterable(entries)
			.concatMap((entry) -> this.store.add(entry.window(), amount)
				.doOnNext((spent) -> tellIfNearlySpent(entry, spent)))
			.then()
			.onErrorResume((failure) -> {
				logger.warn("The cost of a call of client '{}' could not be recorded: {}", this.owner,
						failure.toString());
				return Mono.empty();
			});
	}

	AuthorizationException unpriced(@Nullable String model) {
		return new AuthorizationException(ErrorCode.QUOTA_EXCEEDED, false,
				"The price of the " + ((model != null) ? "model " + model : "default model")
						+ " is not known, so the call was not sent: the budget of client '" + this.owner
						+ "' refuses calls whose cost is unknown. Choose a model with a price.",
				ErrorDetails.of(this.provider, model), null);
	}

	private AuthorizationException refused(@Nullable String model, Entry entry, long amount, long spent) {
		BudgetStatus status = status(entry, spent);
		this.listener.refused(status);
		return new AuthorizationException(ErrorCode.QUOTA_EXCEEDED, false,
				"The budget of " + status.subject() + " is "
						+ entry.budget().amount().stripTrailingZeros().toPlainString() + " USD a "
						+ entry.budget().period().name().toLowerCase(Locale.ROOT) + ", of which "
						+ status.spent().toPlainString() + " USD are spent. This call may cost "
						+ Budget.amount(amount).toPlainString() + " USD, so it was not sent. The next period begins at "
						+ status.until() + "; a smaller limit of output tokens makes the call cheaper.",
				ErrorDetails.of(this.provider, model), null);
	}

	private void tellIfNearlySpent(Entry entry, long spent) {
		long limit = entry.budget().limit();
		if (spent < limit - limit / 5) {
			return;
		}
		synchronized (this.told) {
			if (entry.window().start().equals(this.told.put(entry.window().key(), entry.window().start()))) {
				return;
			}
		}
		this.listener.nearlySpent(status(entry, spent));
	}

	private BudgetStatus status(Entry entry, long spent) {
		return new BudgetStatus(this.owner, entry.tenant(), entry.budget(), Budget.amount(spent), entry.window().end());
	}

	static Map<String, Instant> nothingTold() {
		return new LinkedHashMap<>() {

			@Override
			protected boolean removeEldestEntry(Map.Entry<String, Instant> eldest) {
				return size() > TOLD_LIMIT;
			}

		};
	}

	/**
	 * One budget that a call is counted in.
	 *
	 * @param budget the budget
	 * @param tenant the tenant, or {@code null} for the owner's own budget
	 * @param window its period
	 */
	record Entry(Budget budget, @Nullable String tenant, BudgetWindow window) {

	}

}
