package ai.matey.autoconfigure.together;

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

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Lays the settings of a client over those that the application has for all its HTTP
 * clients, and keeps the result up to date when certificates change.
 */
final class HttpEngines {

	private final ClientHttpConnectorBuilder<?> connectorBuilder;

	private final HttpClientSettings base;

	private final @Nullable String baseBundle;

	private final @Nullable SslBundles sslBundles;

	HttpEngines(ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<HttpClientsProperties> properties,
			ObjectProvider<SslBundles> sslBundles, @Nullable ClassLoader classLoader) {
		this.connectorBuilder = connectorBuilder.getIfAvailable(() -> ClientHttpConnectorBuilder.detect(classLoader));
		this.base = settings.getIfAvailable(HttpClientSettings::defaults);
		HttpClientsProperties shared = properties.getIfAvailable();
		this.baseBundle = (shared != null) ? shared.getSsl().getBundle() : null;
		this.sslBundles = sslBundles.getIfAvailable();
	}

	HttpEngine engine(ClientSettings client, boolean secure) {
		return HttpEngine.of(this.connectorBuilder, client, secure);
	}

	/**
	 * The longest time to make a connection: the client's own, else the application's.
	 * @param client the client's settings
	 * @return the time
	 */
	@Nullable Duration connectTimeout(ClientSettings client) {
		Duration own = client.deadlines().connect();
		if (own != null) {
			return own;
		}
		return (this.base.connectTimeout() != null) ? this.base.connectTimeout()
				: TogetherAIBackendAdapterBuilder.DEFAULT_DEADLINES.connect();
	}

	/**
	 * A connector of an engine. Redirects are off: a key must not follow one. The read
	 * timeout is off, since the deadlines of a call are watched above, where a slow model
	 * can be told from a dead connection.
	 * @param engine the engine
	 * @param client the client's settings
	 * @return the connector
	 */
	ClientConnector connector(HttpEngine engine, ClientSettings client) {
		HttpClientSettings settings = this.base.withRedirects(HttpRedirects.DONT_FOLLOW)
			.withCookieHandling(null)
			.withTimeouts(connectTimeout(client), null);
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
