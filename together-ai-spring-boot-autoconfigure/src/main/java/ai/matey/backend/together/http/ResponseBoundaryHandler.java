package ai.matey.backend.together.http;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.DecoderResult;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import reactor.netty.NettyPipeline;

/**
 * Ensures that no response on a connection is assigned to the wrong request.
 * <p>
 * Reactor Netty treats an interim response other than 100 (Continue), such as 103 (Early
 * Hints), as the final response. Over HTTP/1.1, the actual final response would then be
 * assigned to the next request on the connection, and so would bytes after the end of a
 * response.
 */
public final class ResponseBoundaryHandler extends ChannelDuplexHandler {

	private static final String NAME = "together.responseBoundary";

	private boolean interim;

	/** Whether the last request has its response, so that nothing more may arrive. */
	private boolean responded;

	private ResponseBoundaryHandler() {
	}

	/**
	 * Add the handler to a connection, unless it has one or its protocol is not
	 * negotiated yet.
	 * @param pipeline the handlers of an HTTP/1.1 connection or of one HTTP/2 stream
	 */
	public static void watch(ChannelPipeline pipeline) {
		if (pipeline.get(NAME) != null) {
			return;
		}
		if (pipeline.get(NettyPipeline.HttpCodec) != null) {
			ResponseBoundaryHandler boundaries = new ResponseBoundaryHandler();
			pipeline.addBefore(NettyPipeline.HttpCodec, null, boundaries.new Bytes());
			pipeline.addAfter(NettyPipeline.HttpCodec, NAME, boundaries);
		}
		else if (pipeline.get(NettyPipeline.H2ToHttp11Codec) != null) {
			pipeline.addAfter(NettyPipeline.H2ToHttp11Codec, NAME, new ResponseBoundaryHandler());
		}
	}

	@Override
	public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) throws Exception {
		if (message instanceof HttpRequest) {
			this.responded = false;
		}
		super.write(context, message, promise);
	}

	@Override
	public void channelRead(ChannelHandlerContext context, Object message) {
		if (this.responded) {
			ReferenceCountUtil.release(message);
			close(context);
			return;
		}
		if (message instanceof HttpResponse response) {
			this.interim = isInterim(response);
			if (this.interim && message instanceof LastHttpContent) {
				// HTTP/2 delivers it as a full response, after which Reactor Netty would
				// stop reading.
				ReferenceCountUtil.release(message);
				context.read();
				return;
			}
		}
		if (message instanceof LastHttpContent) {
			this.responded = !this.interim;
		}
		context.fireChannelRead(message);
	}

	private static boolean isInterim(HttpResponse response) {
		int status = response.status().code();
		if (status < 100) {
			response.setDecoderResult(DecoderResult.failure(new DecoderException("Invalid HTTP status " + status)));
		}
		else if (status == HttpResponseStatus.SWITCHING_PROTOCOLS.code()) {
			// What follows is not HTTP.
			response.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
		}
		else if (status < 200) {
			response.setStatus(HttpResponseStatus.CONTINUE);
			return true;
		}
		return false;
	}

	private static void close(ChannelHandlerContext context) {
		// Nothing depends on when the connection is closed.
		ChannelFuture unused = context.close();
	}

	/**
	 * Inspects the bytes before the codec, which retains bytes until they form a
	 * response.
	 */
	private final class Bytes extends ChannelInboundHandlerAdapter {

		@Override
		public void channelRead(ChannelHandlerContext context, Object message) {
			context.fireChannelRead(message);
			boolean left = message instanceof ByteBuf bytes && bytes.refCnt() > 0 && bytes.isReadable();
			if (left && ResponseBoundaryHandler.this.responded) {
				close(context);
			}
		}

	}

}
