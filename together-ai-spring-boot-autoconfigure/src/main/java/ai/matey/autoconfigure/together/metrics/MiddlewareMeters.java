package ai.matey.autoconfigure.together.metrics;

import java.util.Locale;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import ai.matey.autoconfigure.together.middleware.TogetherMiddlewareListener;
import ai.matey.errors.AdapterException;
import ai.matey.middleware.budget.BudgetStatus;
import ai.matey.middleware.cache.ResponseCacheListener;

/**
 * Meters of the middleware of clients, all with the tag {@code client}:
 * <ul>
 * <li>{@code together.client.fallbacks}: counter, also by {@code from}, {@code to} and
 * {@code reason}, the error code in lower case</li>
 * <li>{@code together.client.cache}: counter of the lookups in the response cache, also
 * by {@code result}: {@code hit}, {@code miss} or {@code shared}</li>
 * <li>{@code together.client.budget.refused}: counter of the calls refused because of a
 * budget</li>
 * </ul>
 * The models of aliases are configured, so no limit on tags is needed. Thread-safe.
 */
final class MiddlewareMeters implements TogetherMiddlewareListener {

	private static final String PREFIX = "together.client.";

	private final MeterRegistry registry;

	MiddlewareMeters(MeterRegistry registry) {
		this.registry = registry;
	}

	@Override
	public void movedOn(String client, String alias, String from, String to, AdapterException reason) {
		Counter.builder(PREFIX + "fallbacks")
			.description("Number of times that an alias fell back to its next model")
			.tags("client", client, "from", from, "to", to, "reason", reason.code().name().toLowerCase(Locale.ROOT))
			.register(this.registry)
			.increment();
	}

	@Override
	public void cacheLookedUp(String client, ResponseCacheListener.Result result) {
		Counter.builder(PREFIX + "cache")
			.description("Calls that used the response cache")
			.tags("client", client, "result", result.name().toLowerCase(Locale.ROOT))
			.register(this.registry)
			.increment();
	}

	@Override
	public void budgetRefused(String client, BudgetStatus status) {
		Counter.builder(PREFIX + "budget.refused")
			.description("Calls refused because of a budget")
			.tags("client", client)
			.register(this.registry)
			.increment();
	}

}
