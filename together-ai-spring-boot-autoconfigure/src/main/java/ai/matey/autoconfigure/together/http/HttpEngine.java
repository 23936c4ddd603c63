package ai.matey.autoconfigure.together.http;

import java.util.List;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The HTTP library of one client, which creates connectors with the client's settings, as
 * far as the library supports them, and releases their resources.
 *
 * @since 0.1.0
 */
public interface HttpEngine extends AutoCloseable {

	/**
	 * Return the name of the library, as used by
	 * {@code spring.http.clients.reactive.connector}.
	 * @return the name
	 */
	String name();

	/**
	 * Return the properties that are set but not supported by this library.
	 * @return the names of the properties
	 */
	List<String> ignoredProperties();

	/**
	 * Create a connector. May be called again when certificates change; running calls
	 * keep their connector.
	 * @param settings the settings that Spring Boot can apply
	 * @return the connector
	 */
	ClientHttpConnector connector(HttpClientSettings settings);

	@Override
	void close();

	/**
	 * Create the engine for a library.
	 * @param builder the builder for the application's library
	 * @param client the settings of the client
	 * @return the engine
	 */
	static HttpEngine of(ClientHttpConnectorBuilder<?> builder, HttpEngineSettings client) {
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return new ReactorHttpEngine(reactor, client);
		}
		if (builder instanceof JdkClientHttpConnectorBuilder jdk) {
			return new JdkHttpEngine(jdk, client);
		}
		if (builder instanceof JettyClientHttpConnectorBuilder jetty) {
			return new JettyHttpEngine(jetty, client);
		}
		return new PlainHttpEngine(builder, client);
	}

}
