package ai.matey.autoconfigure.together.http;

import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.handler.ssl.SslContextBuilder;
import io.netty.resolver.NoopAddressResolverGroup;
import org.jspecify.annotations.Nullable;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.Http2SslContextSpec;
import reactor.netty.http.HttpProtocol;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.ReactorClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.boot.ssl.SslManagerBundle;
import org.springframework.boot.ssl.SslOptions;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.backend.together.TogetherHttpClient;
import ai.matey.backend.together.settings.TogetherProxy;

/**
 * {@link HttpEngine} for Reactor Netty with a separate pool, since calls that take
 * minutes would exhaust a shared pool of the application.
 */
final class ReactorHttpEngine implements HttpEngine {

	private final ReactorClientHttpConnectorBuilder builder;

	private final HttpEngineSettings client;

	private final AtomicReference<@Nullable ConnectionProvider> connections = new AtomicReference<>();

	ReactorHttpEngine(ReactorClientHttpConnectorBuilder builder, HttpEngineSettings client) {
		this.builder = builder;
		this.client = client;
	}

	@Override
	public String name() {
		return "reactor";
	}

	@Override
	public List<String> ignoredProperties() {
		return this.client.ignoredProperties("max-connections", "max-header-size", "max-idle-time", "metrics",
				"pending-acquire-max-count", "pending-acquire-timeout", "http2");
	}

	@Override
	public ClientHttpConnector connector(HttpClientSettings settings) {
		return this.builder
			.withHttpClientFactory(
					() -> TogetherHttpClient.create(connections(), this.client.http(), settings.connectTimeout()))
			.withHttpClientCustomizer((client) -> customize(client, settings))
			.build(settings);
	}

	@Override
	public void close() {
		ConnectionProvider connections = this.connections.getAndSet(null);
		if (connections != null) {
			connections.dispose();
		}
	}

	/**
	 * Runs after the application's customizers, so that they cannot re-enable redirects
	 * and hidden retries.
	 */
	private HttpClient customize(HttpClient client, HttpClientSettings settings) {
		HttpClient customized = client.followRedirect(false).disableRetry(true);
		if (this.client.http2()) {
			customized = customized.protocol(HttpProtocol.H2, HttpProtocol.HTTP11);
		}
		if (this.client.http2() || settings.sslBundle() != null) {
			customized = customized.secure((spec) -> secure(spec, settings));
		}
		TogetherProxy proxy = this.client.http().proxy();
		return (proxy != null) ? proxied(customized, proxy, settings) : customized;
	}

	/**
	 * Let the proxy resolve the API's host name, whatever resolver the application has
	 * set, unless an address filter needs the address first.
	 */
	private HttpClient proxied(HttpClient client, TogetherProxy proxy, HttpClientSettings settings) {
		HttpClient proxied = TogetherHttpClient.proxied(client, proxy, settings.connectTimeout());
		return (settings.inetAddressFilter() == null) ? proxied.resolver(NoopAddressResolverGroup.INSTANCE) : proxied;
	}

	/**
	 * Set the TLS context, since the one that Boot creates from a bundle does not offer
	 * HTTP/2 to the server and allows a handshake to exceed the connect deadline.
	 */
	private void secure(SslProvider.SslContextSpec spec, HttpClientSettings settings) {
		SslProvider.GenericSslContextSpec<SslContextBuilder> context = this.client.http2()
				? Http2SslContextSpec.forClient() : Http11SslContextSpec.forClient();
		SslBundle bundle = settings.sslBundle();
		SslProvider.Builder builder = spec
			.sslContext((bundle != null) ? context.configure((tls) -> configure(tls, bundle)) : context);
		if (settings.connectTimeout() != null) {
			builder.handshakeTimeout(settings.connectTimeout());
		}
	}

	private static void configure(SslContextBuilder tls, SslBundle bundle) {
		SslOptions options = bundle.getOptions();
		SslManagerBundle managers = bundle.getManagers();
		tls.keyManager(managers.getKeyManagerFactory())
			.trustManager(managers.getTrustManagerFactory())
			.protocols(options.getEnabledProtocols());
		if (options.getCiphers() != null) {
			tls.ciphers(SslOptions.asSet(options.getCiphers()));
		}
	}

	/**
	 * Return the pool shared by all connectors. The library separates connections made
	 * with different certificates.
	 */
	private ConnectionProvider connections() {
		ConnectionProvider connections = this.connections.get();
		if (connections == null) {
			connections = TogetherHttpClient.connectionProvider(this.client.client(), this.client.http());
			this.connections.set(connections);
		}
		return connections;
	}

}
