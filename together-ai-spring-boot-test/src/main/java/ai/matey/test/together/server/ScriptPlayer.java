package ai.matey.test.together.server;

import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

import ai.matey.test.together.script.Script.Ending;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Step;
import ai.matey.test.together.server.Exchange.State;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.Future;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.netty.FutureMono;
import reactor.netty.http.server.HttpServerResponse;

/**
 * Plays one script on one connection. Everything, including the pauses, happens on the
 * event loop of the connection.
 */
final class ScriptPlayer {

	private final Script script;

	private final Exchange exchange;

	private final Channel channel;

	ScriptPlayer(Script script, Exchange exchange, Channel channel) {
		this.script = script;
		this.exchange = exchange;
		this.channel = channel;
	}

	Mono<Void> play(HttpServerResponse response) {
		return pause(this.script.delay()).then(Mono.defer(() -> this.script.raw() ? raw() : http(response)));
	}

	private Mono<Void> http(HttpServerResponse response) {
		response.status(this.script.status());
		this.script.headers().forEach((header) -> response.addHeader(header.getKey(), header.getValue()));
		if (this.script.fixedLength()) {
			byte[] body = whole();
			if (!this.script.hasHeader("content-length")) {
				response.header("content-length", Integer.toString(body.length));
			}
			this.exchange.sent(body.length);
			// The client may act on a whole body before the server learns that it was
			// sent.
			this.exchange.end(State.COMPLETED);
			return response.sendByteArray(Mono.just(body)).then();
		}
		return response.send(compressed(body()).map(Unpooled::wrappedBuffer), (piece) -> true).then().then(ending());
	}

	/**
	 * Bypass the HTTP encoder and write straight to the socket.
	 */
	private Mono<Void> raw() {
		return body()
			.concatMap(
					(bytes) -> FutureMono.deferFuture(
							() -> this.channel.pipeline().firstContext().writeAndFlush(Unpooled.wrappedBuffer(bytes))),
					0)
			.then(ending());
	}

	private Flux<byte[]> body() {
		Flux<byte[]> bytes = Flux.fromIterable(this.script.steps()).concatMap(this::bytes, 0);
		Flux<byte[]> pieces = (this.script.pieceSize() > 0) ? bytes.concatMap(this::pieces, 0) : bytes;
		return pieces.doOnNext((piece) -> this.exchange.sent(piece.length));
	}

	private Publisher<byte[]> bytes(Step step) {
		if (step instanceof Step.Write write) {
			return Mono.fromSupplier(() -> write.bytes().apply(this.exchange.request()));
		}
		if (step instanceof Step.Endless endless) {
			byte[] bytes = endless.bytes().apply(this.exchange.request());
			return Flux.generate((sink) -> sink.next(bytes));
		}
		return pause(((Step.Pause) step).length()).then(Mono.empty());
	}

	private Flux<byte[]> pieces(byte[] bytes) {
		int size = this.script.pieceSize();
		if (bytes.length <= size) {
			return Flux.just(bytes);
		}
		int count = (bytes.length + size - 1) / size;
		return Flux.range(0, count)
			.map((index) -> Arrays.copyOfRange(bytes, index * size, Math.min(bytes.length, (index + 1) * size)));
	}

	private Flux<byte[]> compressed(Flux<byte[]> body) {
		if (!this.script.gzip()) {
			return body;
		}
		return Flux.defer(() -> {
			GzipEncoder encoder = new GzipEncoder();
			Flux<byte[]> pieces = body.map(encoder::encode);
			return (this.script.ending() == Ending.COMPLETE) ? pieces.concatWith(Mono.fromSupplier(encoder::finish))
					: pieces;
		});
	}

	private byte[] whole() {
		ByteArrayOutputStream whole = new ByteArrayOutputStream();
		for (Step step : this.script.steps()) {
			whole.writeBytes(((Step.Write) step).bytes().apply(this.exchange.request()));
		}
		return whole.toByteArray();
	}

	private Mono<Void> ending() {
		return Mono.defer(() -> switch (this.script.ending()) {
			case COMPLETE -> this.script.raw() ? cut(false) : Mono.empty();
			case STALL -> Mono.never();
			case CLOSE -> cut(false);
			case RESET -> cut(true);
		});
	}

	/**
	 * End the connection once everything written has left. The result never completes,
	 * because the server would then end the body properly.
	 */
	private Mono<Void> cut(boolean reset) {
		this.exchange.end((this.script.ending() == Ending.COMPLETE) ? State.COMPLETED : State.CUT);
		this.channel.pipeline().firstContext().writeAndFlush(Unpooled.EMPTY_BUFFER).addListener((written) -> {
			if (reset && this.channel.isOpen()) {
				this.channel.config().setOption(ChannelOption.SO_LINGER, 0);
			}
			var unused = this.channel.close();
		});
		return Mono.never();
	}

	private Mono<Void> pause(Duration length) {
		if (length.isZero()) {
			return Mono.empty();
		}
		return Mono.create((sink) -> {
			Future<?> timer = this.channel.eventLoop()
				.schedule(() -> sink.success(), length.toNanos(), TimeUnit.NANOSECONDS);
			sink.onCancel(() -> timer.cancel(false));
		});
	}

}
