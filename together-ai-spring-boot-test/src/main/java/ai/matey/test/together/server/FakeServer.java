package ai.matey.test.together.server;

import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.server.Exchange.State;
import io.netty.channel.Channel;
import io.netty.util.AttributeKey;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.resources.LoopResources;

/**
 * An HTTP server on the loopback interface that records requests and plays the scripts of
 * their responses.
 */
public final class FakeServer {

	private static final AttributeKey<Exchange> EXCHANGE = AttributeKey.valueOf(FakeServer.class, "exchange");

	private static final int WORKERS = 2;

	private static final byte[] NO_BODY = {};

	private final RequestLog log;

	private final Function<ReceivedRequest, Script> dispatcher;

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final LoopResources loops = LoopResources.create("fake-together", WORKERS, true);

	private final DisposableServer server;

	/**
	 * Start a server.
	 * @param port the port, or 0 for any free port
	 * @param log the log that records the requests
	 * @param dispatcher returns the script of the response to a request; must not throw
	 */
	public FakeServer(int port, RequestLog log, Function<ReceivedRequest, Script> dispatcher) {
		this.log = log;
		this.dispatcher = dispatcher;
		this.server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress("localhost", port))
			// The same transport everywhere, so that faults look the same on all systems.
			.runOn(this.loops, false)
			.doOnChannelInit((observer, channel, remote) -> opened(channel))
			.handle(this::handle)
			.bindNow();
	}

	public int port() {
		return this.server.port();
	}

	public int connections() {
		return this.connections.size();
	}

	/**
	 * Close connections.
	 * @param running whether to close only those with an incomplete response
	 */
	public void closeConnections(boolean running) {
		for (Channel channel : this.connections) {
			Exchange exchange = channel.attr(EXCHANGE).get();
			boolean busy = exchange != null && exchange.running();
			if (busy) {
				exchange.end(State.CUT);
			}
			if (busy || !running) {
				var unused = channel.close();
			}
		}
	}

	public void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.server.disposeNow();
			closeConnections(false);
			this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
		}
	}

	private void opened(Channel channel) {
		this.connections.add(channel);
		channel.pipeline().addFirst(new ConnectionResetHandler());
		channel.closeFuture().addListener((closed) -> {
			this.connections.remove(channel);
			Exchange exchange = channel.attr(EXCHANGE).get();
			if (exchange != null) {
				exchange.end(State.CLOSED_EARLY);
			}
			this.log.signal();
		});
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(NO_BODY)
			.flatMap((body) -> respond(request, response, new String(body, StandardCharsets.UTF_8)));
	}

	private Mono<Void> respond(HttpServerRequest request, HttpServerResponse response, String body) {
		Channel channel = channel(response);
		String[] target = request.uri().split("\\?", 2);
		ReceivedRequest received = new ReceivedRequest(0, 0, request.method().name(), target[0],
				(target.length > 1) ? target[1] : "", headers(request), body, Instant.now(),
				channel.id().asShortText());
		Exchange exchange = this.log.begin(received, channel.attr(EXCHANGE)::set);
		if (!channel.isActive()) {
			exchange.end(State.CLOSED_EARLY);
		}
		Script script = this.dispatcher.apply(exchange.request());
		return new ScriptPlayer(script, exchange, channel).play(response)
			.doOnSuccess((done) -> exchange.end(State.COMPLETED));
	}

	private static Channel channel(HttpServerResponse response) {
		AtomicReference<Channel> channel = new AtomicReference<>();
		response.withConnection((connection) -> channel.set(connection.channel()));
		return channel.get();
	}

	private static Map<String, List<String>> headers(HttpServerRequest request) {
		Map<String, List<String>> headers = new HashMap<>();
		request.requestHeaders()
			.forEach((header) -> headers
				.computeIfAbsent(header.getKey().toLowerCase(Locale.ROOT), (name) -> new ArrayList<>())
				.add(header.getValue()));
		headers.replaceAll((name, values) -> List.copyOf(values));
		return Map.copyOf(headers);
	}

}
