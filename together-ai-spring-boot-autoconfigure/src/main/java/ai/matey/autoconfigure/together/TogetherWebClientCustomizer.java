package ai.matey.autoconfigure.together;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Callback interface to customize the {@link WebClient} of each client without affecting
 * the rest of the application. Beans of this type are called in order, once for each
 * client when its first call is made, after the application's general customizers. A
 * connector set here replaces the one configured by the properties.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface TogetherWebClientCustomizer {

	/**
	 * Customize the WebClient of a client.
	 * @param client the name of the client, {@code default} for the default client
	 * @param builder the builder to customize, whose base URL is set later
	 */
	void customize(String client, WebClient.Builder builder);

}
