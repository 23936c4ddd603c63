package ai.matey.backend.together;

import java.time.Duration;

import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslContextBuilder;
import org.jspecify.annotations.Nullable;
import reactor.netty.ConnectionObserver;
import reactor.netty.http.Http11SslContextSpec;
import reactor.netty.http.client.HttpClient;
import reactor.netty.http.client.HttpClientState;
import reactor.netty.resources.ConnectionProvider;
import reactor.netty.tcp.SslProvider;
import reactor.netty.transport.ProxyProvider;

import ai.matey.backend.together.http.ResponseBoundaryHandler;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherProxy;

/**
 * Creates Reactor Netty clients configured for calls to Together.
 *
 * @since 0.1.0
 */
public final class TogetherHttpClient {

	private static final Duration POOL_CHECK = Duration.ofMinutes(5);

	private TogetherHttpClient() {
	}

	/**
	 * Create a new connection pool, which the caller must dispose of.
	 * @param name the name of the client, used by the meters of the pool
	 * @param http the settings of the pool
	 * @return the pool
	 */
	public static ConnectionProvider connectionProvider(String name, TogetherHttp http) {
		return ConnectionProvider.builder("together-" + name)
			.maxConnections(http.maxConnections())
			.maxIdleTime(http.maxIdleTime())
			.pendingAcquireTimeout(http.pendingAcquireTimeout())
			.pendingAcquireMaxCount(http.maxPending())
			.evictInBackground(http.maxIdleTime())
			// Each change of certificates leads to a new pool for the same server
			.disposeInactivePoolsInBackground(POOL_CHECK, POOL_CHECK)
			// The most recently used connection is the least likely to have been closed
			// by the server.
			.lifo()
			.metrics(http.metrics())
			.build();
	}

	/**
	 * Create a client that uses a connection pool. It does not retry requests, since only
	 * the adapter decides about retries.
	 * @param connections the pool
	 * @param http the settings of the client
	 * @param connect the maximum time to establish a connection, or {@code null} for no
	 * limit
	 * @return the client
	 */
	public static HttpClient create(ConnectionProvider connections, TogetherHttp http, @Nullable Duration connect) {
		HttpClient client = HttpClient.create(connections)
			.compress(true)
			.disableRetry(true)
			.httpResponseDecoder(
					(decoder) -> decoder.maxHeaderSize(http.maxHeaderSize()).maxInitialLineLength(http.maxHeaderSize()))
			.http2Settings((settings) -> settings.maxHeaderListSize(http.maxHeaderSize()))
			.doOnChannelInit((observer, channel, address) -> ResponseBoundaryHandler.watch(channel.pipeline()))
			// If TLS negotiates the protocol, the codec is added later; every HTTP/2
			// stream has its own
			.observe((connection, state) -> {
				if (state == ConnectionObserver.State.CONFIGURED || state == HttpClientState.STREAM_CONFIGURED) {
					ResponseBoundaryHandler.watch(connection.channel().pipeline());
				}
			});
		if (http.proxy() != null) {
			client = proxied(client, http.proxy(), connect);
		}
		if (connect == null) {
			return client;
		}
		SslProvider.GenericSslContextSpec<SslContextBuilder> tls = Http11SslContextSpec.forClient();
		return client.option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(connect.toMillis()))
			.secure((spec) -> spec.sslContext(tls).handshakeTimeout(connect));
	}

	/**
	 * Return a client that connects through a proxy.
	 * @param client the client
	 * @param proxy the proxy
	 * @param connect the maximum time until the proxy has connected to the server, or
	 * {@code null} for the library's default
	 * @return the client
	 */
	public static HttpClient proxied(HttpClient client, TogetherProxy proxy, @Nullable Duration connect) {
		return client.proxy((spec) -> {
			ProxyProvider.Builder builder = spec.type(ProxyProvider.Proxy.HTTP).host(proxy.host()).port(proxy.port());
			String password = proxy.password();
			if (proxy.username() != null) {
				builder.username(proxy.username()).password((username) -> (password != null) ? password : "");
			}
			if (connect != null) {
				builder.connectTimeoutMillis(connect.toMillis());
			}
		});
	}

}
