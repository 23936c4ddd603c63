package ai.matey.test.together.server;

import java.io.IOException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps connections reset by clients out of the application's log: here that is a normal
 * end, which the request log records.
 */
final class ConnectionResetHandler extends ChannelInboundHandlerAdapter {

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// The transport closes the channel itself after such a failure.
		if (!(cause instanceof IOException)) {
			context.fireExceptionCaught(cause);
		}
	}

}
