package ai.matey.sample;

import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Keeps connections alive in deed. Reactor Netty 1.3.6 may stop reading a connection when
 * its client is faster with the next request than the server with ending the answer
 * before (reactor/reactor-netty#4361). That happens to bodies in one piece that come from
 * another thread. Bodies of several pieces are always ended by the connection's own
 * thread, so each body passes as one of them; so do files, which a decorated response no
 * longer hands to the system as a whole.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class KeepAliveFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		return chain.filter(exchange.mutate().response(new PieceByPiece(exchange.getResponse())).build());
	}

	private static final class PieceByPiece extends ServerHttpResponseDecorator {

		PieceByPiece(ServerHttpResponse response) {
			super(response);
		}

		@Override
		public Mono<Void> writeWith(Publisher<? extends DataBuffer> body) {
			return super.writeWith(Flux.from(body));
		}

	}

}
