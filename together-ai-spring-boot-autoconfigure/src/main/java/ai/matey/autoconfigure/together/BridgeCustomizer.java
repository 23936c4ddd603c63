package ai.matey.autoconfigure.together;

import ai.matey.core.BridgeBuilder;

/**
 * Changes how bridges are built. Beans of this type are called in their order, once for
 * each client, after the application's {@link ai.matey.core.ChatMiddleware} beans were
 * added.
 */
@FunctionalInterface
public interface BridgeCustomizer {

	/**
	 * Changes one bridge.
	 * @param client the name of the client behind it, {@code default} for the plain one
	 * @param builder builds the bridge
	 */
	void customize(String client, BridgeBuilder builder);

}
