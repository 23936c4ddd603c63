package ai.matey.autoconfigure.together.middleware;

import java.math.BigDecimal;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationEventPublisher;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherClientProperties;
import ai.matey.autoconfigure.together.TogetherClientProperties.BudgetStoreType;
import ai.matey.autoconfigure.together.TogetherMiddlewareFactory;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.ChatMiddleware;
import ai.matey.middleware.budget.Budget;
import ai.matey.middleware.budget.BudgetMiddleware;
import ai.matey.middleware.budget.BudgetMiddlewareBuilder;
import ai.matey.middleware.budget.BudgetPeriod;
import ai.matey.middleware.budget.BudgetStatus;
import ai.matey.middleware.budget.BudgetStore;
import ai.matey.middleware.budget.BudgetTenant;
import ai.matey.middleware.budget.InMemoryBudgetStore;

/**
 * Creates the budget of each client and provides its status. Thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherBudgets implements TogetherMiddlewareFactory {

	private final TogetherProperties properties;

	private final ObjectProvider<BudgetStore> stores;

	private final ObjectProvider<SharedBudgetStore> sharedStores;

	private final ObjectProvider<BudgetTenant> tenants;

	private final ObjectProvider<TogetherMiddlewareListener> listeners;

	private final ApplicationEventPublisher events;

	private final BudgetStore memory = new InMemoryBudgetStore();

	private final Map<String, BudgetMiddleware> budgets = new ConcurrentHashMap<>();

	TogetherBudgets(TogetherProperties properties, ObjectProvider<BudgetStore> stores,
			ObjectProvider<SharedBudgetStore> sharedStores, ObjectProvider<BudgetTenant> tenants,
			ObjectProvider<TogetherMiddlewareListener> listeners, ApplicationEventPublisher events) {
		this.properties = properties;
		this.stores = stores;
		this.sharedStores = sharedStores;
		this.tenants = tenants;
		this.listeners = listeners;
		this.events = events;
	}

	/**
	 * Return the status of a client's budget.
	 * @param client the client's name
	 * @return the status, or empty if the client has no budget
	 */
	public Mono<BudgetStatus> status(String client) {
		BudgetMiddleware budget = this.budgets.get(client);
		return (budget != null) ? budget.status() : Mono.empty();
	}

	@Override
	public @Nullable ChatMiddleware create(TogetherAIBackendAdapter adapter) {
		String client = adapter.clientName();
		TogetherClientProperties.Budget settings = ClientSettings.of(client, this.properties).budget();
		if (settings.amount() == null && settings.tenantAmount() == null) {
			return null;
		}
		BudgetMiddlewareBuilder builder = BudgetMiddleware.builder(client, new CataloguePrices(adapter))
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.budget(budget(settings.amount(), settings))
			.store(store(settings))
			.listener(new BudgetReporter(client, adapter.defaultModel(), this.listeners, this.events))
			.assumedOutputTokens(Objects.requireNonNullElse(settings.assumedOutputTokens(),
					BudgetMiddlewareBuilder.DEFAULT_ASSUMED_OUTPUT_TOKENS))
			.unpricedRefused(Boolean.TRUE.equals(settings.refuseUnpriced()));
		if (settings.tenantAmount() != null) {
			builder.tenantBudget(budget(settings.tenantAmount(), settings), tenant(settings));
		}
		BudgetMiddleware middleware = builder.build();
		this.budgets.put(client, middleware);
		return middleware;
	}

	private static @Nullable Budget budget(@Nullable BigDecimal amount, TogetherClientProperties.Budget settings) {
		return (amount != null) ? new Budget(amount, Objects.requireNonNullElse(settings.period(), BudgetPeriod.DAY))
				: null;
	}

	private BudgetStore store(TogetherClientProperties.Budget settings) {
		BudgetStore own = this.stores.getIfUnique();
		if (own != null) {
			return own;
		}
		if (settings.store() != BudgetStoreType.REDIS) {
			return this.memory;
		}
		SharedBudgetStore shared = this.sharedStores.getIfAvailable();
		if (shared == null) {
			throw new TogetherConfigurationException("together.budget.store",
					"It is 'redis', but there is no connection to Redis in the application.",
					"Add spring-boot-starter-data-redis and set spring.data.redis.url, or set "
							+ "together.budget.store to 'memory'.");
		}
		return new ResilientBudgetStore(shared.store(), this.memory);
	}

	private BudgetTenant tenant(TogetherClientProperties.Budget settings) {
		BudgetTenant tenant = this.tenants.getIfUnique();
		if (tenant != null) {
			return tenant;
		}
		if (settings.tenantContextKey() == null) {
			throw new TogetherConfigurationException("together.budget.tenant-amount",
					"Each tenant has a budget, but the tenant of a call is not known.",
					"Set together.budget.tenant-context-key, or add a bean of type BudgetTenant.");
		}
		return BudgetTenant.ofContext(settings.tenantContextKey());
	}

}
