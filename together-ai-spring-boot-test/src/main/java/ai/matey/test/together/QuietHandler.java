package ai.matey.test.together;

import java.io.IOException;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/**
 * Keeps connections that clients reset out of the log file: here that is a normal end,
 * which the request log records.
 */
final class QuietHandler extends ChannelInboundHandlerAdapter {

	@Override
	public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
		// The transport closes the channel by itself after a failure of this kind.
		if (!(cause instanceof IOException)) {
			context.fireExceptionCaught(cause);
		}
	}

}
