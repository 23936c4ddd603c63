package ai.matey.middleware;

import org.jspecify.annotations.Nullable;
import reactor.util.context.ContextView;

/**
 * Tells for whom a call is made, so that each tenant has a budget of its own.
 * Thread-safe; asked for each call on its thread, so it must not block.
 */
@FunctionalInterface
public interface BudgetTenant {

	/** Everybody shares the client's budget. */
	BudgetTenant NONE = (context) -> null;

	/**
	 * Read the tenant from the Reactor context.
	 * @param key the context's key; its value is read as text
	 * @return what reads it
	 */
	static BudgetTenant ofContext(Object key) {
		return (context) -> context.hasKey(key) ? context.get(key).toString() : null;
	}

	/**
	 * Return the tenant of a call.
	 * @param context the subscriber's Reactor context
	 * @return the tenant's name, free of secrets since messages show it, or {@code null}
	 * for none
	 */
	@Nullable String tenant(ContextView context);

}
