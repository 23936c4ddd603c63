package ai.matey.sample;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpStatus;
import org.springframework.http.server.PathContainer;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Finds nothing at paths with the segments {@code .} or {@code ..}, which clients resolve
 * before they send a request. The health endpoint of Spring Boot 4.1 fails on them.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class DotSegmentFilter implements WebFilter {

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		boolean found = exchange.getRequest().getPath().elements().stream().noneMatch(DotSegmentFilter::isDots);
		return found ? chain.filter(exchange) : Mono.error(new ResponseStatusException(HttpStatus.NOT_FOUND));
	}

	private static boolean isDots(PathContainer.Element element) {
		return element instanceof PathContainer.PathSegment segment
				&& (segment.valueToMatch().equals(".") || segment.valueToMatch().equals(".."));
	}

}
