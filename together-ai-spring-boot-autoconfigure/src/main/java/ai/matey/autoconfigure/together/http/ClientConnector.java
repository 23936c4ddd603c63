package ai.matey.autoconfigure.together.http;

import java.net.URI;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.http.client.reactive.ClientHttpResponse;
import reactor.core.publisher.Mono;

/**
 * Connector that is created by the first call, since loading an HTTP library takes longer
 * than everything else at startup, and again by the first call after a change of
 * certificates.
 *
 * @since 0.1.0
 */
public final class ClientConnector implements ClientHttpConnector {

	private final Supplier<ClientHttpConnector> factory;

	private final AtomicReference<@Nullable ClientHttpConnector> current = new AtomicReference<>();

	ClientConnector(Supplier<ClientHttpConnector> factory) {
		this.factory = factory;
	}

	@Override
	public Mono<ClientHttpResponse> connect(HttpMethod method, URI uri,
			Function<? super ClientHttpRequest, Mono<Void>> requestCallback) {
		return connector().connect(method, uri, requestCallback);
	}

	/**
	 * Make the next call create a new connector.
	 */
	void renew() {
		this.current.set(null);
	}

	private ClientHttpConnector connector() {
		ClientHttpConnector connector = this.current.get();
		return (connector != null) ? connector : create();
	}

	private synchronized ClientHttpConnector create() {
		ClientHttpConnector connector = this.current.get();
		if (connector == null) {
			connector = this.factory.get();
			this.current.set(connector);
		}
		return connector;
	}

}
