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
 * The connection of one attempt. Only Reactor Netty shows it; with other HTTP libraries
 * nothing is known about it and nothing is closed.
 * <p>
 * It is needed for two reasons. A pooled connection may be dead: the server closed it
 * while it was idle, and the request never arrived. And a response that nobody wants must
 * be ended by closing its connection: to cancel it is not enough, since the layers in
 * between may read on for as long as the server sends, or lose the cancel when it comes
 * at the same moment as the headers.
 */
final class AttemptConnection {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.Connection",
			AttemptConnection.class.getClassLoader());

	private volatile @Nullable ReactorNetty made;

	private volatile boolean ignoresCancel;

	private volatile boolean closed;

	/**
	 * Note the connection over which a request is sent.
	 * @param request the request, which is about to be written
	 */
	void made(ClientHttpRequest request) {
		if (REACTOR_NETTY && request.getNativeRequest() instanceof Connection connection) {
			this.made = new ReactorNetty(connection);
			// Whoever comes second sees the other.
			if (this.closed) {
				close();
			}
		}
		this.ignoresCancel = request.getNativeRequest() instanceof HttpRequest;
	}

	/**
	 * Whether the HTTP library does not notice that a body is cancelled. Spring shares
	 * the bodies of the JDK's client among readers, which hides the cancel of a single
	 * one. Such a connection is free again only when the body was read to its end.
	 * @return {@code true} for the JDK's client
	 */
	boolean ignoresCancel() {
		return this.ignoresCancel;
	}

	/**
	 * Whether the connection has carried a request before.
	 * @return {@code false} also if the HTTP library does not let us know
	 */
	boolean wasKept() {
		ReactorNetty made = this.made;
		return made != null && made.wasKept();
	}

	/**
	 * Close the connection, now or as soon as it is made, unless the response was read to
	 * its end: then the connection may serve another request by now. Does not wait.
	 */
	void close() {
		this.closed = true;
		ReactorNetty made = this.made;
		if (made != null) {
			made.close();
		}
	}

	/**
	 * Loaded only if Reactor Netty is there.
	 */
	private static final class ReactorNetty {

		private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(AttemptConnection.class, "used");

		/** Knows when its part of the connection's life is over: then it lets go. */
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
		 * A stream of HTTP/2 may fail alone. Only the end of its connection, which the
		 * server may have announced, says that the connection was dead.
		 */
		boolean wasKept() {
			Channel parent = this.channel.parent();
			return this.kept && (parent == null || !parent.isActive() || isGoingAway(parent));
		}

		/**
		 * On the connection's own thread, after all that is under way there. A thread
		 * that is being stopped closes its connections itself.
		 */
		void close() {
			EventLoop thread = this.channel.eventLoop();
			if (!thread.isShuttingDown()) {
				thread.execute(this.connection::dispose);
			}
		}

	}

}
