package ai.matey.autoconfigure.together.http;

import java.net.URI;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

import org.eclipse.jetty.client.AbstractConnectionPool;
import org.eclipse.jetty.client.BasicAuthentication;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.HttpProxy;
import org.eclipse.jetty.client.transport.HttpDestination;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.util.component.LifeCycle;

import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.reactive.JettyClientHttpConnectorBuilder;
import org.springframework.http.client.reactive.ClientHttpConnector;

import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherProxy;

/**
 * {@link HttpEngine} for the HTTP client of Jetty. No idle timeout is set, since it would
 * also apply to active connections and cut off slow streams.
 */
final class JettyHttpEngine implements HttpEngine {

	private final JettyClientHttpConnectorBuilder builder;

	private final TogetherHttp http;

	private final List<String> ignored;

	private final Queue<HttpClient> clients = new ConcurrentLinkedQueue<>();

	JettyHttpEngine(JettyClientHttpConnectorBuilder builder, HttpEngineSettings client) {
		this.builder = builder;
		this.http = client.http();
		this.ignored = client.ignoredProperties("max-connections", "max-header-size", "pending-acquire-max-count");
	}

	@Override
	public String name() {
		return "jetty";
	}

	@Override
	public List<String> ignoredProperties() {
		return this.ignored;
	}

	@Override
	public ClientHttpConnector connector(HttpClientSettings settings) {
		return this.builder.withHttpClientCustomizer(this::customize).build(settings);
	}

	/**
	 * Stop the clients of all connectors, including earlier ones that still have running
	 * calls after a change of certificates.
	 */
	@Override
	public void close() {
		this.clients.forEach((client) -> LifeCycle.stop(client));
		this.clients.clear();
	}

	/**
	 * Stop a client that new calls no longer use as soon as its last call has ended.
	 * Otherwise each change of certificates would leave threads and connections behind.
	 */
	private void retire(HttpClient client) {
		if (client.isStarted()) {
			client.getScheduler().schedule(() -> {
				if (isIdle(client)) {
					this.clients.remove(client);
					// Not on the client's own thread, for which stopping would wait.
					new Thread(() -> LifeCycle.stop(client), "together-retire-jetty").start();
				}
				else {
					retire(client);
				}
			}, 1, TimeUnit.SECONDS);
		}
		else {
			this.clients.remove(client);
		}
	}

	private static boolean isIdle(HttpClient client) {
		return client.getDestinations()
			.stream()
			.allMatch(
					(destination) -> destination instanceof HttpDestination calls && calls.getQueuedRequestCount() == 0
							&& calls.getConnectionPool() instanceof AbstractConnectionPool pool
							&& pool.getActiveConnectionCount() == 0);
	}

	private void customize(HttpClient client) {
		this.clients.forEach(this::retire);
		this.clients.add(client);
		client.setFollowRedirects(false);
		client.setMaxConnectionsPerDestination(this.http.maxConnections());
		client.setMaxResponseHeadersSize(this.http.maxHeaderSize());
		client.setMaxRequestsQueuedPerDestination(this.http.maxPending());
		TogetherProxy proxy = this.http.proxy();
		if (proxy != null) {
			proxy(client, proxy);
		}
	}

	/**
	 * Send the user name preemptively: Jetty cannot repeat a request at the proxy's
	 * demand, because bodies can be read only once.
	 */
	private static void proxy(HttpClient client, TogetherProxy proxy) {
		HttpProxy httpProxy = new HttpProxy(proxy.host(), proxy.port());
		client.getProxyConfiguration().addProxy(httpProxy);
		URI address = httpProxy.getURI();
		if (proxy.username() != null && address != null) {
			client.getAuthenticationStore()
				.addAuthenticationResult(new BasicAuthentication.BasicResult(address, HttpHeader.PROXY_AUTHORIZATION,
						proxy.username(), (proxy.password() != null) ? proxy.password() : ""));
		}
	}

}
