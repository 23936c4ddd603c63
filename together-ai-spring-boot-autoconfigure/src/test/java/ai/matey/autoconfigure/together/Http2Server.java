package ai.matey.autoconfigure.together;

import java.io.InputStream;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;

import javax.net.ssl.KeyManagerFactory;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2StreamFrame;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolNames;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;

/**
 * Speaks HTTP/2 over TLS and answers each request by the next script, frame by frame.
 */
final class Http2Server implements AutoCloseable {

	private static final String ANSWER = """
			{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
			"finish_reason":"stop","message":{"role":"assistant","content":"over HTTP/2"}}]}""";

	private final EventLoopGroup threads = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());

	private final Queue<Script> scripts = new ConcurrentLinkedQueue<>();

	private final AtomicInteger requests = new AtomicInteger();

	private final Channel channel;

	Http2Server(Path keyStore) throws Exception {
		KeyStore store = KeyStore.getInstance("PKCS12");
		try (InputStream in = Files.newInputStream(keyStore)) {
			store.load(in, TlsServer.PASSWORD.toCharArray());
		}
		KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
		keys.init(store, TlsServer.PASSWORD.toCharArray());
		SslContext tls = SslContextBuilder.forServer(keys)
			.applicationProtocolConfig(new ApplicationProtocolConfig(ApplicationProtocolConfig.Protocol.ALPN,
					ApplicationProtocolConfig.SelectorFailureBehavior.NO_ADVERTISE,
					ApplicationProtocolConfig.SelectedListenerFailureBehavior.ACCEPT, ApplicationProtocolNames.HTTP_2))
			.build();
		this.channel = new ServerBootstrap().group(this.threads)
			.channel(NioServerSocketChannel.class)
			.childHandler(new ChannelInitializer<>() {

				@Override
				protected void initChannel(Channel connection) {
					connection.pipeline()
						.addLast(tls.newHandler(connection.alloc()), Http2FrameCodecBuilder.forServer().build(),
								new Http2MultiplexHandler(new Requests()));
				}

			})
			.bind("localhost", 0)
			.sync()
			.channel();
	}

	String baseUrl() {
		return "https://localhost:" + ((InetSocketAddress) this.channel.localAddress()).getPort();
	}

	int requests() {
		return this.requests.get();
	}

	void enqueue(Script script) {
		this.scripts.add(script);
	}

	void clear() {
		this.scripts.clear();
	}

	@Override
	public void close() {
		this.channel.close().syncUninterruptibly();
		this.threads.shutdownGracefully(0, 1, java.util.concurrent.TimeUnit.SECONDS).syncUninterruptibly();
	}

	static Http2StreamFrame headers(String status, String... others) {
		Http2Headers headers = new DefaultHttp2Headers().status(status);
		for (int i = 0; i < others.length; i += 2) {
			headers.set(others[i], others[i + 1]);
		}
		return new DefaultHttp2HeadersFrame(headers, false);
	}

	static Http2StreamFrame data(String text, boolean end) {
		return new DefaultHttp2DataFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8), end);
	}

	static Http2StreamFrame reset() {
		return new DefaultHttp2ResetFrame(Http2Error.INTERNAL_ERROR);
	}

	static void answer(ChannelHandlerContext stream) {
		stream.write(headers("200", "content-type", "application/json"));
		stream.writeAndFlush(data(ANSWER, true));
	}

	/**
	 * Answers one request.
	 */
	interface Script {

		void play(ChannelHandlerContext stream);

	}

	@io.netty.channel.ChannelHandler.Sharable
	private final class Requests extends SimpleChannelInboundHandler<Http2StreamFrame> {

		@Override
		protected void channelRead0(ChannelHandlerContext stream, Http2StreamFrame frame) {
			boolean end = (frame instanceof Http2DataFrame data && data.isEndStream())
					|| (frame instanceof Http2HeadersFrame headers && headers.isEndStream());
			if (end) {
				Http2Server.this.requests.incrementAndGet();
				Script script = Http2Server.this.scripts.poll();
				((script != null) ? script : (Script) Http2Server::answer).play(stream);
			}
		}

		@Override
		public void userEventTriggered(ChannelHandlerContext stream, Object event) {
			ReferenceCountUtil.release(event);
		}

	}

}
