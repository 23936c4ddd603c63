package ai.matey.autoconfigure.together;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.ChatMiddleware;

/**
 * Makes middleware that each client has for itself, such as a budget. Beans of this type
 * are asked once for each bridge, in the order that {@link TogetherMiddlewareOrder}
 * documents. What they make stands behind all {@link ChatMiddleware} beans of the
 * application and whatever a {@link BridgeCustomizer} adds, so that it sees requests as
 * they will be sent.
 */
@FunctionalInterface
public interface TogetherMiddlewareFactory {

	/**
	 * Make the middleware of a client.
	 * @param adapter the client
	 * @return the middleware, or {@code null} if this client has none
	 */
	@Nullable ChatMiddleware create(TogetherAIBackendAdapter adapter);

}
