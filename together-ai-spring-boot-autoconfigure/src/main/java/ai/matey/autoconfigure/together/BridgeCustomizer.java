package ai.matey.autoconfigure.together;

import ai.matey.core.BridgeBuilder;

/**
 * Callback interface to customize the {@link BridgeBuilder} of each client. Beans of this
 * type are called in order, once for each client, after the application's
 * {@link ai.matey.core.ChatMiddleware} beans have been added.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface BridgeCustomizer {

	/**
	 * Customize the builder of a bridge.
	 * @param client the name of the client, {@code default} for the default client
	 * @param builder the builder to customize
	 */
	void customize(String client, BridgeBuilder builder);

}
