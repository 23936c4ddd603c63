package ai.matey.sample;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

import io.netty.channel.Channel;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Joins the pieces of one burst. A packet of a provider often contains several events,
 * and the HTTP server's work for each piece is about a third of the cost of an event in
 * the gateway. Nothing is delayed: a burst ends as soon as the thread of the response's
 * connection has nothing else to do.
 * <p>
 * A burst is created only when the connection can accept it: the server requests 128
 * pieces ahead, which it would have to keep for a slow reader. When the connection is
 * closed, the pieces are cancelled, whether or not they are being read.
 */
final class Bursts {

	/** More than a packet usually contains. At most four times as many are read ahead. */
	private static final int MOST = 32;

	/** The shortest possible delay. */
	private static final Duration AT_ONCE = Duration.ofNanos(1);

	private Bursts() {
	}

	/**
	 * Join pieces.
	 * @param pieces the pieces of the response; must not fail after the first one, since
	 * an error overtakes the pieces that are being joined
	 * @param response the response
	 * @return the body of the response
	 */
	static Flux<DataBuffer> joined(Flux<byte[]> pieces, ServerHttpResponse response) {
		return Flux.defer(() -> joined(pieces, response.bufferFactory(), channel(response)));
	}

	static Flux<DataBuffer> joined(Flux<byte[]> pieces, DataBufferFactory buffers, Channel channel) {
		return Flux.defer(() -> {
			ChannelDemand demand = ChannelDemand.of(channel);
			Flux<List<byte[]>> bursts = bursts(pieces.takeUntilOther(demand.closed()),
					Schedulers.fromExecutorService(channel.eventLoop()));
			return demand.paced(bursts).map((burst) -> join(burst, buffers)).doFinally((signal) -> demand.end());
		});
	}

	static Flux<DataBuffer> joined(Flux<byte[]> pieces, DataBufferFactory buffers, Scheduler thread) {
		return bursts(pieces, thread).map((burst) -> join(burst, buffers));
	}

	private static Flux<List<byte[]>> bursts(Flux<byte[]> pieces, Scheduler thread) {
		return pieces.bufferTimeout(MOST, AT_ONCE, thread, true);
	}

	private static DataBuffer join(List<byte[]> burst, DataBufferFactory buffers) {
		DataBuffer joined = buffers.allocateBuffer(burst.stream().mapToInt((piece) -> piece.length).sum());
		burst.forEach(joined::write);
		return joined;
	}

	private static Channel channel(ServerHttpResponse response) {
		HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
		AtomicReference<Channel> channel = new AtomicReference<>();
		netty.withConnection((connection) -> channel.set(connection.channel()));
		return channel.get();
	}

}
