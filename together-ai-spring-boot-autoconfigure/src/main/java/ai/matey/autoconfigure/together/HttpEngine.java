package ai.matey.autoconfigure.together;

import java.util.List;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

/**
 * An HTTP library below a client: makes connectors with the client's settings as far as
 * the library can apply them, and frees what they hold.
 */
interface HttpEngine extends AutoCloseable {

	/**
	 * The library as {@code spring.http.clients.reactive.connector} names it.
	 * @return its name
	 */
	String name();

	/**
	 * The properties that are set and that this library cannot apply.
	 * @return their names
	 */
	List<String> ignoredProperties();

	/**
	 * Makes a connector. It may be asked again when certificates change; calls under way
	 * keep the connector that they have.
	 * @param settings the settings that Boot knows how to apply
	 * @return the connector
	 */
	ClientHttpConnector connector(HttpClientSettings settings);

	@Override
	void close();

	/**
	 * Chooses the engine.
	 * @param builder the application's choice of a library
	 * @param client the client's settings
	 * @param secure whether the client uses TLS
	 * @return the engine
	 */
	static HttpEngine of(ClientHttpConnectorBuilder<?> builder, ClientSettings client, boolean secure) {
		if (builder instanceof ReactorClientHttpConnectorBuilder reactor) {
			return new ReactorHttpEngine(reactor, client, secure);
		}
		if (builder instanceof JdkClientHttpConnectorBuilder jdk) {
			return new JdkHttpEngine(jdk, client, secure);
		}
		if (builder instanceof JettyClientHttpConnectorBuilder jetty) {
			return new JettyHttpEngine(jetty, client);
		}
		return new PlainHttpEngine(builder, client);
	}

}
