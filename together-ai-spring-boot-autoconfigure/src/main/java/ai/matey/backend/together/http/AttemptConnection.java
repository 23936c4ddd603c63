package ai.matey.backend.together.http;

import java.net.http.HttpRequest;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * The connection of one attempt. Only Reactor Netty exposes it; with other HTTP
 * libraries, this class does nothing.
 * <p>
 * The connection is needed for two reasons. First, a pooled connection may be dead
 * because the server closed it while it was idle, in which case the request never
 * arrived. Second, an abandoned response must be ended by closing its connection.
 * Cancelling is not enough: the layers in between may keep reading for as long as the
 * server sends, or miss a cancellation that coincides with the arrival of the headers.
 */
final class AttemptConnection {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.Connection",
			AttemptConnection.class.getClassLoader());

	private volatile @Nullable ReactorNetty made;

	private volatile boolean ignoresCancel;

	private volatile boolean closed;

	/**
	 * Remember the connection over which a request is sent.
	 * @param request the request, which is about to be written
	 */
	void made(ClientHttpRequest request) {
		if (REACTOR_NETTY && request.getNativeRequest() instanceof Connection connection) {
			this.made = new ReactorNetty(connection);
			// Of two concurrent calls, the second one sees the effect of the first.
			if (this.closed) {
				close();
			}
		}
		this.ignoresCancel = request.getNativeRequest() instanceof HttpRequest;
	}

	/**
	 * Whether the HTTP library ignores the cancellation of a body. Spring shares a body
	 * of the JDK's client among subscribers, which hides the cancellation by a single
	 * one. Such a connection becomes available only when the body has been read to its
	 * end.
	 * @return {@code true} for the JDK's client
	 */
	boolean ignoresCancel() {
		return this.ignoresCancel;
	}

	/**
	 * Whether the connection has carried a request before.
	 * @return {@code false} also if the HTTP library does not expose this
	 */
	boolean wasKept() {
		ReactorNetty made = this.made;
		return made != null && made.wasKept();
	}

	/**
	 * Close the connection, now or as soon as it is established, unless the response was
	 * read to its end: in that case, the connection may already serve another request.
	 * Does not wait.
	 */
	void close() {
		this.closed = true;
		ReactorNetty made = this.made;
		if (made != null) {
			made.close();
		}
	}

	/**
	 * Loaded only if Reactor Netty is present.
	 */
	private static final class ReactorNetty {

		private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(AttemptConnection.class, "used");

		/**
		 * Reactor Netty's operations for this exchange, which no longer affect the
		 * connection once the exchange is over.
		 */
		private final Connection connection;

		private final Channel channel;

		private final boolean kept;

		ReactorNetty(Connection connection) {
			this.connection = connection;
			this.channel = connection.channel();
			Channel parent = this.channel.parent();
			this.kept = ((parent != null) ? parent : this.channel).attr(USED).getAndSet(Boolean.TRUE) != null;
		}

		private static boolean isGoingAway(Channel connection) {
			Http2FrameCodec codec = connection.pipeline().get(Http2FrameCodec.class);
			return codec != null && codec.connection().goAwayReceived();
		}

		/**
		 * An HTTP/2 stream may fail on its own. The connection was dead only if it has
		 * ended as well, possibly as announced by the server.
		 */
		boolean wasKept() {
			Channel parent = this.channel.parent();
			return this.kept && (parent == null || !parent.isActive() || isGoingAway(parent));
		}

		/**
		 * Runs on the connection's own thread, after the work that is already scheduled
		 * there. A thread that is being stopped closes its connections itself.
		 */
		void close() {
			EventLoop thread = this.channel.eventLoop();
			if (!thread.isShuttingDown()) {
				thread.execute(this.connection::dispose);
			}
		}

	}

}
