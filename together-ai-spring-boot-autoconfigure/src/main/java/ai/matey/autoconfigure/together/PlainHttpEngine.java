package ai.matey.autoconfigure.together;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Any other library: what Boot's settings express is applied, and nothing else.
 */
final class PlainHttpEngine implements HttpEngine {

	private final ClientHttpConnectorBuilder<?> builder;

	private final List<String> ignored;

	PlainHttpEngine(ClientHttpConnectorBuilder<?> builder, ClientSettings client) {
		this.builder = builder;
		this.ignored = new ArrayList<>(client.poolProperties());
		if (client.http2()) {
			this.ignored.add("together.http.http2");
		}
		if (client.proxy() != null) {
			throw new TogetherConfigurationException("together.http.proxy",
					"The HTTP connector " + name() + " cannot be given a proxy by properties.",
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
		// What such a connector holds is not known here
	}

}
