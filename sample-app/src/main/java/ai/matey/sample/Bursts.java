package ai.matey.sample;

import java.time.Duration;
import java.util.List;

import io.netty.channel.EventLoop;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferFactory;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Joins what comes in one burst into one piece. A provider's packet often holds several
 * events, and the HTTP server's work for each piece is about a third of what an event
 * costs the gateway. Nothing waits for what has not come: a burst is over as soon as the
 * thread of the response's connection has nothing else to do.
 */
final class Bursts {

	/** More than a packet usually holds. Four times as many are read ahead at most. */
	private static final int MOST = 32;

	/** The shortest there is. */
	private static final Duration AT_ONCE = Duration.ofNanos(1);

	private Bursts() {
	}

	/**
	 * Joins pieces.
	 * @param pieces what the response shall hold; must not fail after the first one,
	 * since an error overtakes what is being joined
	 * @param response the response
	 * @return the body of the response
	 */
	static Flux<DataBuffer> joined(Flux<byte[]> pieces, ServerHttpResponse response) {
		return joined(pieces, response.bufferFactory(), thread(response));
	}

	static Flux<DataBuffer> joined(Flux<byte[]> pieces, DataBufferFactory buffers, Scheduler thread) {
		return pieces.bufferTimeout(MOST, AT_ONCE, thread, true).map((burst) -> join(burst, buffers));
	}

	private static DataBuffer join(List<byte[]> burst, DataBufferFactory buffers) {
		DataBuffer joined = buffers.allocateBuffer(burst.stream().mapToInt((piece) -> piece.length).sum());
		burst.forEach(joined::write);
		return joined;
	}

	private static Scheduler thread(ServerHttpResponse response) {
		HttpServerResponse netty = ServerHttpResponseDecorator.getNativeResponse(response);
		EventLoop[] thread = new EventLoop[1];
		netty.withConnection((connection) -> thread[0] = connection.channel().eventLoop());
		return Schedulers.fromExecutorService(thread[0]);
	}

}
