package ai.matey.sample;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Refuses a body whose declared length is too large before it is sent. A body without a
 * declared length is refused when too much of it has been received.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 3)
class RequestSizeFilter implements WebFilter {

	private final long maxBytes;

	RequestSizeFilter(@Value("${" + GatewayErrorHandler.MAX_BODY + "}") DataSize maxBody) {
		this.maxBytes = maxBody.toBytes();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean fits = exchange.getRequest().getHeaders().getContentLength() <= this.maxBytes;
		return fits ? chain.filter(exchange) : Mono.error(new ContentTooLargeException(null));
	}

}
