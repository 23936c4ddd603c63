package ai.matey.autoconfigure.together;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.NoUniqueBeanDefinitionException;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Provides the WebClient builders of the clients, which are copies of the application's
 * builder, so that the settings of a client do not affect other calls.
 */
final class WebClients {

	private final ListableBeanFactory beanFactory;

	private final ObjectProvider<WebClient.Builder> builders;

	private final ObjectProvider<TogetherWebClientCustomizer> customizers;

	WebClients(ListableBeanFactory beanFactory, ObjectProvider<TogetherWebClientCustomizer> customizers) {
		this.beanFactory = beanFactory;
		this.builders = beanFactory.getBeanProvider(WebClient.Builder.class);
		this.customizers = customizers;
	}

	/**
	 * Fail if several builders could be used. A single builder is not created before the
	 * first call, since that would load an HTTP library.
	 */
	void requireOne() {
		String[] names = this.beanFactory.getBeanNamesForType(WebClient.Builder.class, true, false);
		if (names.length < 2) {
			return;
		}
		try {
			this.builders.getIfAvailable();
		}
		catch (NoUniqueBeanDefinitionException ex) {
			throw new TogetherConfigurationException("WebClient.Builder",
					"Several beans of this type could be used: " + String.join(", ", names) + ".",
					"Make one of them primary, or declare the others with @Bean(defaultCandidate = false).");
		}
	}

	/**
	 * Return the builder of one client.
	 * @param client the name of the client
	 * @param connector the connector of the client
	 * @return a builder used only by the client
	 */
	WebClient.Builder builder(String client, ClientHttpConnector connector) {
		WebClient.Builder builder = this.builders.getIfAvailable(WebClient::builder).clone().clientConnector(connector);
		this.customizers.orderedStream().forEach((customizer) -> customizer.customize(client, builder));
		return builder;
	}

}
