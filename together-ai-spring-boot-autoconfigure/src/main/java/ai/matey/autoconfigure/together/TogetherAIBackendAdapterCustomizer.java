package ai.matey.autoconfigure.together;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;

/**
 * Changes how clients are built. Beans of this type are called in their order, once for
 * each client, after its properties were applied; what they set wins.
 */
@FunctionalInterface
public interface TogetherAIBackendAdapterCustomizer {

	/**
	 * Changes one client.
	 * @param client the client's name, {@code default} for the plain one
	 * @param builder builds the client
	 */
	void customize(String client, TogetherAIBackendAdapterBuilder builder);

}
