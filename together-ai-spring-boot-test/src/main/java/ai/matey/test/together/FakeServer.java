package ai.matey.test.together;

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

import ai.matey.test.together.RecordedRequest.Outcome;
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
 * The HTTP side: accepts connections, reads requests, plays replies.
 */
final class FakeServer {

	private static final AttributeKey<Exchange> EXCHANGE = AttributeKey.valueOf(FakeServer.class, "exchange");

	private static final int WORKERS = 2;

	private static final byte[] NO_BODY = {};

	private final RequestLog log;

	private final ReplyBook book;

	private final Service service;

	private final Set<Channel> connections = ConcurrentHashMap.newKeySet();

	private final AtomicBoolean closed = new AtomicBoolean();

	private final LoopResources loops = LoopResources.create("fake-together", WORKERS, true);

	private final DisposableServer server;

	FakeServer(int port, RequestLog log, ReplyBook book, Service service) {
		this.log = log;
		this.book = book;
		this.service = service;
		this.server = HttpServer.create()
			.bindAddress(() -> new InetSocketAddress("localhost", port))
			// The same transport everywhere, so that faults look alike on all systems.
			.runOn(this.loops, false)
			.doOnChannelInit((observer, channel, remote) -> opened(channel))
			.handle(this::handle)
			.bindNow();
	}

	int port() {
		return this.server.port();
	}

	int connections() {
		return this.connections.size();
	}

	/**
	 * Closes connections.
	 * @param running whether only those that have a request without a whole reply
	 */
	void closeConnections(boolean running) {
		for (Channel channel : this.connections) {
			Exchange exchange = channel.attr(EXCHANGE).get();
			boolean busy = exchange != null && exchange.running();
			if (busy) {
				exchange.end(Outcome.CUT);
			}
			if (busy || !running) {
				var unused = channel.close();
			}
		}
	}

	void close() {
		if (this.closed.compareAndSet(false, true)) {
			this.server.disposeNow();
			closeConnections(false);
			this.loops.disposeLater(Duration.ZERO, Duration.ofSeconds(5)).block();
		}
	}

	private void opened(Channel channel) {
		this.connections.add(channel);
		channel.pipeline().addFirst(new QuietHandler());
		channel.closeFuture().addListener((closed) -> {
			this.connections.remove(channel);
			Exchange exchange = channel.attr(EXCHANGE).get();
			if (exchange != null) {
				exchange.end(Outcome.CLOSED_EARLY);
			}
			this.log.signal();
		});
	}

	private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
		return request.receive()
			.aggregate()
			.asByteArray()
			.defaultIfEmpty(NO_BODY)
			.flatMap((body) -> reply(request, response, new String(body, StandardCharsets.UTF_8)));
	}

	private Mono<Void> reply(HttpServerRequest request, HttpServerResponse response, String body) {
		Channel channel = channel(response);
		String[] target = request.uri().split("\\?", 2);
		RecordedRequest seen = new RecordedRequest(0, 0, request.method().name(), target[0],
				(target.length > 1) ? target[1] : "", headers(request), body, Instant.now(), channel.id().asShortText(),
				Outcome.RUNNING, 0);
		Exchange exchange = this.log.begin(seen, channel.attr(EXCHANGE)::set);
		if (!channel.isActive()) {
			exchange.end(Outcome.CLOSED_EARLY);
		}
		// Chosen within the service, which answers also when a test's condition fails.
		Script script = this.service.script(Reply.choosing(this.book::next), exchange.request());
		return new Player(script, exchange, channel).play(response)
			.doOnSuccess((done) -> exchange.end(Outcome.COMPLETED));
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
