package ai.matey.autoconfigure.together.http;

import java.net.InetSocketAddress;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.List;

import javax.net.ssl.SSLParameters;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherProxy;

/**
 * {@link HttpEngine} for the HTTP client of the JDK. The sizes of its pool and headers
 * can be set only by system properties. It supports user names for proxies, but then
 * drops the API key.
 */
final class JdkHttpEngine implements HttpEngine {

	private static final String[] HTTP2_PROTOCOLS = { "TLSv1.3", "TLSv1.2" };

	private final JdkClientHttpConnectorBuilder builder;

	private final @Nullable TogetherProxy proxy;

	private final HttpClient.Version version;

	private final List<String> ignored;

	JdkHttpEngine(JdkClientHttpConnectorBuilder builder, HttpEngineSettings client) {
		this.builder = builder;
		this.proxy = client.http().proxy();
		if (this.proxy != null && this.proxy.username() != null) {
			throw new TogetherConfigurationException("together.http.proxy.username",
					"The HTTP connector jdk cannot send a user name to a proxy.",
					"Use the reactor or jetty connector.");
		}
		this.version = client.http2() ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
		this.ignored = client.ignoredProperties("http2");
	}

	@Override
	public String name() {
		return "jdk";
	}

	@Override
	public List<String> ignoredProperties() {
		return this.ignored;
	}

	@Override
	public ClientHttpConnector connector(HttpClientSettings settings) {
		JdkClientHttpConnectorBuilder builder = (this.proxy != null) ? proxied(this.proxy) : this.builder;
		return builder.withHttpClientCustomizer((client) -> customize(client, settings.sslBundle())).build(settings);
	}

	/**
	 * Set the TLS versions if the bundle does not, since the JDK does not offer HTTP/2 to
	 * the server without them.
	 */
	private void customize(HttpClient.Builder client, @Nullable SslBundle sslBundle) {
		client.followRedirects(HttpClient.Redirect.NEVER).version(this.version);
		if (this.version == HttpClient.Version.HTTP_2 && sslBundle != null) {
			String[] protocols = sslBundle.getOptions().getEnabledProtocols();
			client.sslParameters(new SSLParameters(sslBundle.getOptions().getCiphers(),
					(protocols != null) ? protocols : HTTP2_PROTOCOLS));
		}
	}

	@Override
	public void close() {
		// The JDK releases a client that is no longer referenced.
	}

	private JdkClientHttpConnectorBuilder proxied(TogetherProxy proxy) {
		return this.builder
			.withProxySelector(ProxySelector.of(InetSocketAddress.createUnresolved(proxy.host(), proxy.port())));
	}

}
