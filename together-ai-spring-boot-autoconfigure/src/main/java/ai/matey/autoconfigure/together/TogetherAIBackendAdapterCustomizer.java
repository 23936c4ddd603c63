package ai.matey.autoconfigure.together;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;

/**
 * Callback interface to customize the {@link TogetherAIBackendAdapterBuilder} of each
 * client. Beans of this type are called in order, once for each client, after its
 * properties have been applied, and take precedence over them.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TogetherAIBackendAdapterCustomizer {

	/**
	 * Customize the builder of a client.
	 * @param client the name of the client, {@code default} for the default client
	 * @param builder the builder to customize
	 */
	void customize(String client, TogetherAIBackendAdapterBuilder builder);

}
