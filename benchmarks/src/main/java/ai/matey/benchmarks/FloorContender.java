package ai.matey.benchmarks;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.Consumer;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.socket.SocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.resources.LoopResources;

/**
 * Netty with nothing above it: every byte is received, understood as HTTP and dropped. No
 * client can be cheaper.
 */
final class FloorContender implements Contender {

	private final LoopResources resources = LoopResources.create("floor");

	private final Bootstrap bootstrap;

	private final ConcurrentLinkedDeque<Channel> idle = new ConcurrentLinkedDeque<>();

	FloorContender(int port) {
		EventLoopGroup loops = this.resources.onClient(true);
		this.bootstrap = new Bootstrap().group(loops)
			.channel(this.resources.onChannelClass(SocketChannel.class, loops))
			.remoteAddress("127.0.0.1", port)
			.handler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline().addLast("codec", new HttpClientCodec()).addLast("call", new CallHandler());
				}

			});
	}

	@Override
	public String name() {
		return "raw Netty";
	}

	@Override
	public Mono<Integer> stream(Scenario scenario, Consumer<String> deltas) {
		return send(scenario, deltas).thenReturn(scenario.events());
	}

	@Override
	public Mono<Integer> call() {
		return send(Scenario.PLAIN, (delta) -> {
		}).thenReturn(1);
	}

	private Mono<Void> send(Scenario scenario, Consumer<String> deltas) {
		return Mono.create((sink) -> {
			Call call = new Call(request(scenario), deltas, sink);
			Channel channel = this.idle.pollFirst();
			if (channel != null) {
				send(channel, call);
				return;
			}
			this.bootstrap.connect().addListener((connected) -> {
				if (connected.isSuccess()) {
					send(((io.netty.channel.ChannelFuture) connected).channel(), call);
				}
				else {
					sink.error(connected.cause());
				}
			});
		});
	}

	private static void send(Channel channel, Call call) {
		channel.eventLoop().execute(() -> {
			channel.pipeline().get(CallHandler.class).call = call;
			channel.writeAndFlush(call.request());
		});
	}

	private static FullHttpRequest request(Scenario scenario) {
		byte[] body = ("{\"model\":\"" + scenario.model() + "\",\"stream\":" + (scenario.events() > 0)
				+ ",\"messages\":[{\"role\":\"user\",\"content\":\"Why is the sky blue?\"}]}")
			.getBytes(StandardCharsets.US_ASCII);
		FullHttpRequest request = new DefaultFullHttpRequest(HttpVersion.HTTP_1_1, HttpMethod.POST,
				"/v1/chat/completions", Unpooled.wrappedBuffer(body));
		request.headers()
			.set(HttpHeaderNames.HOST, "127.0.0.1")
			.set(HttpHeaderNames.AUTHORIZATION, "Bearer benchmark-key")
			.set(HttpHeaderNames.CONTENT_TYPE, "application/json")
			.set(HttpHeaderNames.CONTENT_LENGTH, body.length);
		return request;
	}

	@Override
	public void close() {
		this.idle.forEach(Channel::close);
		this.resources.dispose();
	}

	private record Call(FullHttpRequest request, Consumer<String> deltas, MonoSink<Void> sink) {

	}

	/**
	 * Drops what comes and tells of the first and the last piece.
	 */
	private final class CallHandler extends ChannelInboundHandlerAdapter {

		private @Nullable Call call;

		private boolean first = true;

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			Call call = this.call;
			if (call != null && message instanceof HttpContent content) {
				if (this.first && content.content().isReadable()) {
					this.first = false;
					call.deltas().accept("first");
				}
				if (message instanceof LastHttpContent) {
					this.first = true;
					FloorContender.this.idle.addFirst(context.channel());
					call.sink().success();
				}
			}
			ReferenceCountUtil.release(message);
		}

		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			Call call = this.call;
			if (call != null) {
				call.sink().error(cause);
			}
			context.close();
		}

	}

}
