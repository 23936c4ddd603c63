package ai.matey.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import reactor.netty.resources.LoopResources;

/**
 * Runs in a process of its own, so that its work does not count as the client's. Sends
 * prepared bytes; ends when the process that started it does.
 */
final class BenchmarkServer {

	private static final int MAX_REQUEST = 16 * 1024 * 1024;

	private static final byte[] PLAIN = Events.plainResponse();

	private final ConcurrentMap<Scenario, List<ByteBuf>> writes = new ConcurrentHashMap<>();

	private BenchmarkServer() {
	}

	public static void main(String[] args) throws InterruptedException {
		LoopResources resources = LoopResources.create("bench-server", 1, 2, true);
		EventLoopGroup loops = resources.onServer(true);
		BenchmarkServer server = new BenchmarkServer();
		Channel channel = new ServerBootstrap().group(loops)
			.channel(resources.onChannelClass(ServerSocketChannel.class, loops))
			.option(ChannelOption.SO_BACKLOG, 8192)
			.childOption(ChannelOption.TCP_NODELAY, true)
			.childHandler(new ChannelInitializer<Channel>() {

				@Override
				protected void initChannel(Channel channel) {
					channel.pipeline()
						.addLast(new HttpServerCodec(), new HttpObjectAggregator(MAX_REQUEST), server.new Handler());
				}

			})
			.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
			.sync()
			.channel();
		System.out.println(((InetSocketAddress) channel.localAddress()).getPort());
		awaitEndOfInput();
		System.exit(0);
	}

	private static void awaitEndOfInput() {
		try {
			while (System.in.read() >= 0) {
				continue;
			}
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private static List<ByteBuf> prepare(Scenario scenario) {
		List<ByteBuf> writes = new ArrayList<>();
		for (int number = 0; number < scenario.events(); number += scenario.perWrite()) {
			ByteBuf write = Unpooled.directBuffer();
			for (int i = number; i < Math.min(scenario.events(), number + scenario.perWrite()); i++) {
				write.writeBytes(Events.content(i));
			}
			writes.add(Unpooled.unreleasableBuffer(write));
		}
		return writes;
	}

	/**
	 * Answers the requests of one connection.
	 */
	private final class Handler extends SimpleChannelInboundHandler<FullHttpRequest> {

		@Override
		protected void channelRead0(ChannelHandlerContext context, FullHttpRequest request) {
			Scenario scenario = Scenario.ofBody(request.content().toString(StandardCharsets.UTF_8));
			if (scenario.events() == 0) {
				HttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK,
						Unpooled.wrappedBuffer(PLAIN));
				response.headers()
					.set(HttpHeaderNames.CONTENT_TYPE, "application/json; charset=utf-8")
					.set(HttpHeaderNames.CONTENT_LENGTH, PLAIN.length);
				context.writeAndFlush(response);
				return;
			}
			HttpResponse response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
			response.headers().set(HttpHeaderNames.CONTENT_TYPE, "text/event-stream;charset=utf-8");
			HttpUtil.setTransferEncodingChunked(response, true);
			context.write(response);
			if (scenario.millis() > 0) {
				paced(context, scenario, 0);
				return;
			}
			for (ByteBuf write : BenchmarkServer.this.writes.computeIfAbsent(scenario, BenchmarkServer::prepare)) {
				context.writeAndFlush(new DefaultHttpContent(write.duplicate()));
			}
			end(context);
		}

		/**
		 * Clients end with connections open: that is no news.
		 */
		@Override
		public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
			context.close();
		}

		/**
		 * Each token is the time at which it was sent.
		 */
		private void paced(ChannelHandlerContext context, Scenario scenario, int sent) {
			if (!context.channel().isActive()) {
				return;
			}
			if (sent == scenario.events()) {
				end(context);
				return;
			}
			long next = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(scenario.millis());
			context.writeAndFlush(new DefaultHttpContent(
					Unpooled.wrappedBuffer(Events.content(String.valueOf(System.nanoTime()), sent))));
			context.executor()
				.schedule(() -> paced(context, scenario, sent + 1), next - System.nanoTime(), TimeUnit.NANOSECONDS);
		}

		private void end(ChannelHandlerContext context) {
			context.write(new DefaultHttpContent(Unpooled.wrappedBuffer(Events.end())));
			context.writeAndFlush(LastHttpContent.EMPTY_LAST_CONTENT);
		}

	}

}
