package ai.matey.middleware.budget;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Resolves the tenant of a call, so that each tenant has a separate budget.
 * Implementations must be thread-safe. They are called on the thread of each call, so
 * they must not block.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BudgetTenant {

	/** A resolver that returns no tenant, so that all calls share one budget. */
	BudgetTenant NONE = (context) -> null;

	/**
	 * Create a resolver that reads the tenant from the Reactor context.
	 * @param key the key in the context, whose value is converted to text
	 * @return the resolver
	 */
	static BudgetTenant ofContext(Object key) {
		return (context) -> context.hasKey(key) ? context.get(key).toString() : null;
	}

	/**
	 * Return the tenant of a call.
	 * @param context the subscriber's Reactor context
	 * @return the name of the tenant, which must not be secret since messages contain it,
	 * or {@code null} for none
	 */
	@Nullable String tenant(ContextView context);

}
