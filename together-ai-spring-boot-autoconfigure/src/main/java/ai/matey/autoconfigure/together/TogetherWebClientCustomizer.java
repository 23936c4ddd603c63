package ai.matey.autoconfigure.together;

import org.springframework.web.reactive.function.client.WebClient;

/**
 * Changes the {@link WebClient} of clients, and of no other part of the application.
 * Beans of this type are called in their order, once for each client when its first call
 * is made, after the application's general customizers. A connector that is set here
 * replaces the one that the properties describe.
 */
@FunctionalInterface
public interface TogetherWebClientCustomizer {

	/**
	 * Changes the WebClient of one client.
	 * @param client the client's name, {@code default} for the plain one
	 * @param builder builds the WebClient; its base URL is set later
	 */
	void customize(String client, WebClient.Builder builder);

}
