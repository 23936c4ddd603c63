package ai.matey.autoconfigure.together;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.ChatMiddleware;

/**
 * Strategy interface for creating separate middleware for each client, such as a budget.
 * Beans of this type are called once for each bridge, in the order documented by
 * {@link TogetherMiddlewareOrder}. The middleware comes after all {@link ChatMiddleware}
 * beans of the application and after everything that a {@link BridgeCustomizer} adds, so
 * that it sees requests as they will be sent.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TogetherMiddlewareFactory {

	/**
	 * Create the middleware for a client.
	 * @param adapter the client
	 * @return the middleware, or {@code null} if the client has none
	 */
	@Nullable ChatMiddleware create(TogetherAIBackendAdapter adapter);

}
