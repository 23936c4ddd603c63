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
 * What a connection can take: more, for now no more, or never again. It belongs to one
 * response, and all it does is done by the connection's thread.
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
	 * Hand on elements only while the connection can take more. One waits for it, and no
	 * further ones are asked for meanwhile.
	 */
	<T> Flux<T> paced(Flux<T> elements) {
		return elements.concatMap((element) -> writable().thenReturn(element), 0);
	}

	/**
	 * Completes when bytes that are written now would not only be kept.
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
	 * Completes when the connection is closed. Many responses may have one connection, so
	 * no listener stays longer than its response.
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
