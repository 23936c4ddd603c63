package ai.matey.backend.together;

import io.netty.channel.ChannelFuture;
import io.netty.util.AttributeKey;
import org.jspecify.annotations.Nullable;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.util.ClassUtils;
import reactor.netty.Connection;

/**
 * Tells connections that were kept from new ones. A kept one may turn out to be dead: the
 * server closed it while nobody looked, and the request never reached it.
 */
final class KeptConnections {

	private static final boolean REACTOR_NETTY = ClassUtils.isPresent("reactor.netty.Connection",
			KeptConnections.class.getClassLoader());

	private KeptConnections() {
	}

	/**
	 * Notes that a request goes over its connection.
	 * @param request the request that is about to be written
	 * @return whether the connection has carried a request before; {@code false} if the
	 * HTTP library does not let us know
	 */
	static boolean use(ClientHttpRequest request) {
		return REACTOR_NETTY && ReactorNetty.use(request);
	}

	/**
	 * Closes the connection of an answer that could not be decoded: Netty leaves it open
	 * and in use, though nothing can be read from it any more.
	 * @param request the request, or {@code null} if it was not written
	 * @param failure why there is no answer
	 */
	static void closeIfBroken(@Nullable ClientHttpRequest request, Throwable failure) {
		Throwable cause = failure.getCause();
		if (REACTOR_NETTY && request != null && cause != null && cause.getClass().getName().startsWith("io.netty.")) {
			ReactorNetty.close(request);
		}
	}

	/**
	 * Loaded only if Reactor Netty is there.
	 */
	private static final class ReactorNetty {

		private static final AttributeKey<Boolean> USED = AttributeKey.valueOf(KeptConnections.class, "used");

		static boolean use(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			return nativeRequest instanceof Connection connection
					&& connection.channel().attr(USED).getAndSet(Boolean.TRUE) != null;
		}

		static void close(ClientHttpRequest request) {
			Object nativeRequest = request.getNativeRequest();
			if (nativeRequest instanceof Connection connection) {
				// Nothing depends on when the connection is gone.
				ChannelFuture unused = connection.channel().close();
			}
		}

	}

}
