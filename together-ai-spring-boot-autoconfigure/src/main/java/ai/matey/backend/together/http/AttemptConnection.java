package ai.matey.backend.together.http;

import java.net.http.HttpRequest;

import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import reactor.netty.Connection;

import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;

/**
 * The connection that one attempt goes over, as far as the HTTP library lets us see it:
 * Reactor Netty does, for others nothing is known and nothing is closed.
 * <p>
 * A connection that was kept from an earlier request may turn out to be dead: the server
 * closed it while nobody looked, and the request never reached it. And a connection whose
 * answer nobody wants any more must be closed, whatever state it is in: what lies between
 * may read on for as long as the server sends, or forget about the answer when the caller
 * leaves in the moment in which the headers arrive.
 */
final class AttemptConnection {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.Connection",
			AttemptConnection.class.getClassLoader());

	private volatile @Nullable ReactorNetty made;

	private volatile boolean deafToCancel;

	private volatile boolean closed;

	/**
	 * Notes that the request goes over its connection.
	 * @param request the request that is about to be written
	 */
	void made(ClientHttpRequest request) {
		if (REACTOR_NETTY && request.getNativeRequest() instanceof Connection connection) {
			this.made = new ReactorNetty(connection);
			// Whoever comes second sees the other.
			if (this.closed) {
				close();
			}
		}
		this.deafToCancel = request.getNativeRequest() instanceof HttpRequest;
	}

	/**
	 * Whether nobody learns that a body is cancelled: Spring shares the bodies of the
	 * JDK's client, and what is shared goes on without a reader, but is not read on. Such
	 * a connection is free again only if the body is read to its end.
	 * @return {@code true} for the JDK's client
	 */
	boolean isDeafToCancel() {
		return this.deafToCancel;
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
	 * Closes the connection, now or as soon as it is made, unless its answer has been
	 * read to the end: then it may carry another request by now. Does not wait.
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

		/**
		 * A stream of HTTP/2 may fail alone. Only the end of its connection says that the
		 * connection was dead.
		 */
		boolean wasKept() {
			Channel parent = this.channel.parent();
			return this.kept && (parent == null || !parent.isActive());
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
