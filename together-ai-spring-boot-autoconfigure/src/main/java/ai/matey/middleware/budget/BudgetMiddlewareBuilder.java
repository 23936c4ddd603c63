package ai.matey.middleware.budget;

import java.time.Clock;
import java.util.Objects;

import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link BudgetMiddleware}. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class BudgetMiddlewareBuilder {

	/** The default assumed number of output tokens. */
	public static final int DEFAULT_ASSUMED_OUTPUT_TOKENS = 1000;

	private final String owner;

	private final PriceSource prices;

	private String provider = "unknown";

	private @Nullable Budget budget;

	private @Nullable Budget tenantBudget;

	private BudgetTenant tenant = BudgetTenant.NONE;

	private @Nullable BudgetStore store;

	private BudgetListener listener = new BudgetListener() {
	};

	private Clock clock = Clock.systemUTC();

	private int assumedOutputTokens = DEFAULT_ASSUMED_OUTPUT_TOKENS;

	private boolean unpricedRefused;

	BudgetMiddlewareBuilder(String owner, PriceSource prices) {
		this.owner = Objects.requireNonNull(owner, "owner must not be null");
		this.prices = Objects.requireNonNull(prices, "prices must not be null");
	}

	/**
	 * Set the name of the provider in errors.
	 * @param provider the name, following the OpenTelemetry conventions
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder provider(String provider) {
		this.provider = provider;
		return this;
	}

	/**
	 * Set the budget of all calls together.
	 * @param budget the budget, or {@code null} for none
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder budget(@Nullable Budget budget) {
		this.budget = budget;
		return this;
	}

	/**
	 * Set the budget of each tenant, in addition to that of all calls.
	 * @param tenantBudget the budget, or {@code null} for none
	 * @param tenant the resolver of the tenant of a call
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder tenantBudget(@Nullable Budget tenantBudget, BudgetTenant tenant) {
		this.tenantBudget = tenantBudget;
		this.tenant = tenant;
		return this;
	}

	/**
	 * Set the store that counts what is spent.
	 * @param store the store; by default one in memory
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder store(BudgetStore store) {
		this.store = store;
		return this;
	}

	/**
	 * Set the listener of budgets.
	 * @param listener the listener
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder listener(BudgetListener listener) {
		this.listener = listener;
		return this;
	}

	/**
	 * Set the number of output tokens to reserve for a request that sets no limit.
	 * @param tokens the number, {@value #DEFAULT_ASSUMED_OUTPUT_TOKENS} by default
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder assumedOutputTokens(int tokens) {
		if (tokens < 1) {
			throw new IllegalArgumentException(
					"The assumed number of output tokens must be at least 1 but is " + tokens);
		}
		this.assumedOutputTokens = tokens;
		return this;
	}

	/**
	 * Set whether to refuse calls to models without a known price, instead of sending
	 * them without counting them.
	 * @param refused {@code false} by default
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder unpricedRefused(boolean refused) {
		this.unpricedRefused = refused;
		return this;
	}

	/**
	 * Set the clock.
	 * @param clock the clock; that of the system by default
	 * @return this builder
	 */
	public BudgetMiddlewareBuilder clock(Clock clock) {
		this.clock = clock;
		return this;
	}

	/**
	 * Build the middleware.
	 * @return the middleware
	 * @throws IllegalStateException if no budget was set
	 */
	public BudgetMiddleware build() {
		if (this.budget == null && this.tenantBudget == null) {
			throw new IllegalStateException("A budget is needed: of the owner, of each tenant, or both");
		}
		BudgetStore store = (this.store != null) ? this.store : new InMemoryBudgetStore();
		return new BudgetMiddleware(
				new BudgetLedger(this.owner, this.provider, this.budget, this.tenantBudget, this.tenant, store,
						this.listener, this.clock, BudgetLedger.nothingTold()),
				this.prices, this.assumedOutputTokens, this.unpricedRefused);
	}

}
