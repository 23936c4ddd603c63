package ai.matey.autoconfigure.together.http;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.HttpRedirects;
import org.springframework.boot.http.client.autoconfigure.HttpClientsProperties;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.NoSuchSslBundleException;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslBundles;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Combines the settings of a client with the application's settings for all HTTP clients,
 * and renews connectors when certificates change.
 *
 * @since 0.1.0
 */
public final class HttpEngines {

	private final ClientHttpConnectorBuilder<?> connectorBuilder;

	private final HttpClientSettings base;

	private final @Nullable String baseBundle;

	private final @Nullable SslBundles sslBundles;

	/**
	 * Create the engines.
	 * @param connectorBuilder the builder for the application's HTTP library
	 * @param settings the settings of all HTTP clients
	 * @param properties the properties of all HTTP clients
	 * @param sslBundles the SSL bundles
	 * @param classLoader the class loader for finding a library if there is no builder
	 */
	public HttpEngines(ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<HttpClientsProperties> properties,
			ObjectProvider<SslBundles> sslBundles, @Nullable ClassLoader classLoader) {
		this.connectorBuilder = connectorBuilder.getIfAvailable(() -> ClientHttpConnectorBuilder.detect(classLoader));
		this.base = settings.getIfAvailable(HttpClientSettings::defaults);
		HttpClientsProperties shared = properties.getIfAvailable();
		this.baseBundle = (shared != null) ? shared.getSsl().getBundle() : null;
		this.sslBundles = sslBundles.getIfAvailable();
	}

	/**
	 * Create the engine of a client.
	 * @param client the settings of the client
	 * @return the engine
	 */
	public HttpEngine engine(HttpEngineSettings client) {
		return HttpEngine.of(this.connectorBuilder, client);
	}

	/**
	 * Return the connect timeout of all HTTP clients of the application.
	 * @return the timeout, or {@code null} if the application sets none
	 * @throws TogetherConfigurationException if it is longer than HTTP libraries support
	 */
	public @Nullable Duration connectTimeout() {
		Duration timeout = this.base.connectTimeout();
		if (timeout != null && timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
			throw new TogetherConfigurationException("spring.http.clients.connect-timeout",
					"It must not be longer than 24 days but is " + timeout + ".",
					"Change spring.http.clients.connect-timeout, or set together.timeout.connect.");
		}
		return timeout;
	}

	/**
	 * Create the connector of a client. Redirects are disabled, since a key must not be
	 * sent to another server. The read timeout is disabled, since the deadlines of a call
	 * are enforced by the client, which can distinguish a slow model from a dead
	 * connection.
	 * @param engine the engine of the client
	 * @param client the settings of the client
	 * @return the connector
	 */
	public ClientConnector connector(HttpEngine engine, HttpEngineSettings client) {
		HttpClientSettings settings = this.base.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withCookieHandling(null)
			.withTimeouts(client.connect(), null);
		String own = client.sslBundle();
		String bundleName = (own != null) ? own : this.baseBundle;
		if (bundleName == null || (own == null && this.base.sslBundle() == null)) {
			return new ClientConnector(() -> engine.connector(settings));
		}
		AtomicReference<SslBundle> bundle = new AtomicReference<>(bundle(bundleName));
		ClientConnector connector = new ClientConnector(() -> engine.connector(settings.withSslBundle(bundle.get())));
		bundles(bundleName).addBundleUpdateHandler(bundleName, (updated) -> {
			bundle.set(updated);
			connector.renew();
		});
		return connector;
	}

	private SslBundle bundle(String name) {
		try {
			return bundles(name).getBundle(name);
		}
		catch (NoSuchSslBundleException ex) {
			throw noBundle(name);
		}
	}

	private SslBundles bundles(String name) {
		if (this.sslBundles == null) {
			throw noBundle(name);
		}
		return this.sslBundles;
	}

	private static TogetherConfigurationException noBundle(String name) {
		return new TogetherConfigurationException("together.ssl.bundle", "There is no SSL bundle '" + name + "'.",
				"Define it as spring.ssl.bundle.pem." + name + " or spring.ssl.bundle.jks." + name
						+ ", or change together.ssl.bundle.");
	}

}
