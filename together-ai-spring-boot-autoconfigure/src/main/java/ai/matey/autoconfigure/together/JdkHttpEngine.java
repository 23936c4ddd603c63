package ai.matey.autoconfigure.together;

import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.util.List;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.JdkClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.autoconfigure.together.TogetherClientProperties.Proxy;

/**
 * The JDK's own client. Its pool and the size of headers are set by system properties
 * only, and user names for proxies work for TLS only if the JDK is told so.
 */
final class JdkHttpEngine implements HttpEngine {

	private final JdkClientHttpConnectorBuilder builder;

	private final @Nullable Proxy proxy;

	private final HttpClient.Version version;

	private final List<String> ignored;

	JdkHttpEngine(JdkClientHttpConnectorBuilder builder, ClientSettings client, boolean secure) {
		this.builder = builder;
		this.proxy = client.proxy();
		this.version = (client.http2() && secure) ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1;
		this.ignored = client.poolProperties();
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
		return builder
			.withHttpClientCustomizer(
					(client) -> client.followRedirects(HttpClient.Redirect.NEVER).version(this.version))
			.build(settings);
	}

	@Override
	public void close() {
		// The JDK frees a client that nobody refers to
	}

	private JdkClientHttpConnectorBuilder proxied(Proxy proxy) {
		int port = (proxy.port() != null) ? proxy.port() : 0;
		JdkClientHttpConnectorBuilder builder = this.builder.withProxySelector(
				ProxySelector.of(InetSocketAddress.createUnresolved(String.valueOf(proxy.host()), port)));
		String username = proxy.username();
		if (username == null) {
			return builder;
		}
		char[] password = (proxy.password() != null) ? proxy.password().toCharArray() : new char[0];
		return builder.withHttpClientCustomizer((client) -> client.authenticator(new Authenticator() {

			@Override
			protected @Nullable PasswordAuthentication getPasswordAuthentication() {
				return (getRequestorType() == RequestorType.PROXY) ? new PasswordAuthentication(username, password)
						: null;
			}

		}));
	}

}
