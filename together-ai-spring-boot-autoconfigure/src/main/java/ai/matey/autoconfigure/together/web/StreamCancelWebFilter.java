package ai.matey.autoconfigure.together.web;

import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscription;
import org.springframework.core.Ordered;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.ZeroCopyHttpOutputMessage;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;

/**
 * Cancels the body of a response when its write has ended.
 * <p>
 * Spring 7.0 does so in every case but one: its {@code ChannelSendOperator} takes the
 * first item of the body before it passes the body to the server. If the client resets
 * the connection in between, the server rejects the body without subscribing to it.
 * Nothing would cancel the body then, and a model's stream would continue without a
 * reader.
 */
final class StreamCancelWebFilter implements WebFilter, Ordered {

	/**
	 * Comes first, so that nothing changes the body between this filter and the server.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpResponse response = exchange.getResponse();
		ServerHttpResponse cancelling = (response instanceof ZeroCopyHttpOutputMessage files)
				? new CancellingFileResponse(response, files) : new CancellingResponse(response);
		return chain.filter(exchange.mutate().response(cancelling).build());
	}

	private static class CancellingResponse extends ServerHttpResponseDecorator {

		CancellingResponse(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			// A body with a single item ends by itself, and Spring handles it
			// differently.
			return (body instanceof Mono) ? super.writeWith(body)
					: BodySubscription.guard(Flux.from(body), super::writeWith);
		}

		@Override
		public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
			return BodySubscription.guard(Flux.from(body), super::writeAndFlushWith);
		}

	}

	/**
	 * A response that still supports zero-copy transfer of files.
	 */
	private static final class CancellingFileResponse extends CancellingResponse implements ZeroCopyHttpOutputMessage {

		private final ZeroCopyHttpOutputMessage files;

		CancellingFileResponse(ServerHttpResponse response, ZeroCopyHttpOutputMessage files) {
			super(response);
			this.files = files;
		}

		@Override
		public Mono<Void> writeWith(Path file, long position, long count) {
			return this.files.writeWith(file, position, count);
		}

	}

	/**
	 * The subscription to a body, from its start to its end.
	 */
	private static final class BodySubscription {

		private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

		static <T> Mono<Void> guard(Flux<T> body, Function<Flux<T>, Mono<Void>> write) {
			return Mono.defer(() -> {
				BodySubscription subscription = new BodySubscription();
				Flux<T> guarded = body.doOnSubscribe(subscription::begin)
					.doOnTerminate(subscription::end)
					.doOnCancel(subscription::end);
				return write.apply(guarded).doFinally((signal) -> subscription.cancel());
			});
		}

		private void begin(Subscription subscription) {
			if (!this.subscription.compareAndSet(null, subscription)) {
				subscription.cancel();
			}
		}

		private void end() {
			this.subscription.set(Operators.cancelledSubscription());
		}

		private void cancel() {
			Subscription subscription = this.subscription.getAndSet(Operators.cancelledSubscription());
			if (subscription != null) {
				subscription.cancel();
			}
		}

	}

}
