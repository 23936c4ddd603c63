package ai.matey.autoconfigure.together.http;

import java.util.List;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * {@link HttpEngine} for any other HTTP library, which applies only settings that Spring
 * Boot supports.
 */
final class PlainHttpEngine implements HttpEngine {

	private final ClientHttpConnectorBuilder<?> builder;

	private final List<String> ignored;

	PlainHttpEngine(ClientHttpConnectorBuilder<?> builder, HttpEngineSettings client) {
		this.builder = builder;
		this.ignored = client.ignoredProperties();
		if (client.http().proxy() != null) {
			throw new TogetherConfigurationException("together.http.proxy.host",
					"The HTTP connector " + name() + " does not support setting a proxy by properties.",
					"Use the reactor, jetty or jdk connector, or set the proxy in a ClientHttpConnectorBuilder bean.");
		}
	}

	@Override
	public String name() {
		return this.builder.getClass().getSimpleName();
	}

	@Override
	public List<String> ignoredProperties() {
		return this.ignored;
	}

	@Override
	public ClientHttpConnector connector(HttpClientSettings settings) {
		return this.builder.build(settings);
	}

	@Override
	public void close() {
		// The resources of such a connector are not known.
	}

}
