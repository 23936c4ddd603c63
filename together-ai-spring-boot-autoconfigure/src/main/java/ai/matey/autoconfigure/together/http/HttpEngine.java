package ai.matey.autoconfigure.together.http;

import java.util.List;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * The HTTP library of one client. Creates connectors with the client's settings, as far
 * as the library can apply them, and releases what they hold.
 */
public interface HttpEngine extends AutoCloseable {

	/**
	 * Return the name of the library, as used by
	 * {@code spring.http.clients.reactive.connector}.
	 * @return the name
	 */
	String name();

	/**
	 * Return the properties that are set and that this library cannot apply.
	 * @return names of the properties
	 */
	List<String> ignoredProperties();

	/**
	 * Create a connector. May be called again when certificates change; calls in flight
	 * keep the connector that they have.
	 * @param settings settings that Spring Boot knows how to apply
	 * @return the connector
	 */
	ClientHttpConnector connector(HttpClientSettings settings);

	@Override
	void close();

	/**
	 * Create the engine for a library.
	 * @param builder the library that the application has chosen
	 * @param client settings of the client
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
