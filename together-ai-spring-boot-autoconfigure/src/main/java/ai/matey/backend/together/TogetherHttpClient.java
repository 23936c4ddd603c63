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
 * Makes the Reactor Netty client on which Together's calls run best.
 */
public final class TogetherHttpClient {

	private static final Duration POOL_CHECK = Duration.ofMinutes(5);

	private TogetherHttpClient() {
	}

	/**
	 * A pool of connections of its own. The caller disposes it.
	 * @param name the client's name, for the pool's meters
	 * @param http its size and times
	 * @return the pool
	 */
	public static ConnectionProvider connectionProvider(String name, TogetherHttp http) {
		return ConnectionProvider.builder("together-" + name)
			.maxConnections(http.maxConnections())
			.maxIdleTime(http.maxIdleTime())
			.pendingAcquireTimeout(http.pendingAcquireTimeout())
			.pendingAcquireMaxCount(http.maxPending())
			.evictInBackground(http.maxIdleTime())
			// Each change of certificates makes a new pool for the same server
			.disposeInactivePoolsInBackground(POOL_CHECK, POOL_CHECK)
			// The connection used last is the least likely to have been closed meanwhile.
			.lifo()
			.metrics(http.metrics())
			.build();
	}

	/**
	 * A client on a pool. It sends a request once only: whether it is sent again is
	 * decided in one place, above.
	 * @param connections the pool
	 * @param http its sizes
	 * @param connect how long a connection may take to be made, or {@code null} for no
	 * limit of ours
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
			// Where TLS decides on the protocol, the codec comes later; each stream of
			// HTTP/2
			// has one
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
	 * @param connect maximum time until the proxy has connected to the server, or
	 * {@code null} for the library's own
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
