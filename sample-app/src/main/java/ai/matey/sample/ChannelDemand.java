package ai.matey.sample;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;
import reactor.netty.NettyPipeline;

/**
 * What a connection can accept: more, no more for now, or no more at all. Belongs to one
 * response and is only used by the connection's thread.
 */
final class ChannelDemand extends ChannelInboundHandlerAdapter {

	private final Channel channel;

	private @Nullable MonoSink<Void> waiting;

	private ChannelDemand(Channel channel) {
		this.channel = channel;
	}

	static ChannelDemand of(Channel channel) {
		ChannelDemand demand = new ChannelDemand(channel);
		channel.pipeline().addBefore(NettyPipeline.ReactiveBridge, null, demand);
		return demand;
	}

	/**
	 * Pass elements on only while the connection can accept more. One element waits for
	 * it, and no further ones are requested meanwhile.
	 */
	<T> Flux<T> paced(Flux<T> elements) {
		return elements.concatMap((element) -> writable().thenReturn(element), 0);
	}

	/**
	 * Completes when written bytes would be sent rather than only buffered.
	 */
	private Mono<Void> writable() {
		return Mono.create((sink) -> onThread(() -> {
			if (this.channel.isWritable() || !this.channel.isActive()) {
				sink.success();
			}
			else {
				this.waiting = sink;
			}
		}));
	}

	/**
	 * Completes when the connection is closed. A connection may have many responses, so
	 * the listener is removed with its response.
	 */
	Mono<Void> closed() {
		return Mono.create((sink) -> {
			ChannelFutureListener listener = (future) -> sink.success();
			this.channel.closeFuture().addListener(listener);
			sink.onDispose(() -> this.channel.closeFuture().removeListener(listener));
		});
	}

	void end() {
		onThread(() -> {
			if (this.channel.pipeline().context(this) != null) {
				this.channel.pipeline().remove(this);
			}
		});
	}

	@Override
	public void channelWritabilityChanged(ChannelHandlerContext context) {
		if (this.channel.isWritable()) {
			proceed();
		}
		context.fireChannelWritabilityChanged();
	}

	@Override
	public void channelInactive(ChannelHandlerContext context) {
		proceed();
		context.fireChannelInactive();
	}

	private void proceed() {
		MonoSink<Void> waiting = this.waiting;
		this.waiting = null;
		if (waiting != null) {
			waiting.success();
		}
	}

	private void onThread(Runnable task) {
		if (this.channel.eventLoop().inEventLoop()) {
			task.run();
		}
		else {
			this.channel.eventLoop().execute(task);
		}
	}

}
