package ai.matey.sample;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Locale;

import org.apache.commons.logging.Log;
import org.apache.commons.logging.LogFactory;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.server.autoconfigure.ServerProperties;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * Requires the gateway's key, if it has one. The page itself, health and the information
 * whether the service is a fake are open: they cost nothing and reveal nothing. Paths are
 * compared in the same way as the mappings of the controllers, so that they cannot be
 * spelled differently.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
class GatewayKeyFilter implements WebFilter {

	private static final Log logger = LogFactory.getLog(GatewayKeyFilter.class);

	private static final String SCHEME = "bearer ";

	private static final List<PathPattern> GUARDED = patterns("/v1/**", "/chat/**", "/actuator/**");

	private static final List<PathPattern> OPEN = patterns("/actuator/health/**", "/actuator/info");

	private final byte @Nullable [] key;

	GatewayKeyFilter(GatewayProperties properties, ServerProperties server) {
		String apiKey = properties.apiKey();
		this.key = (apiKey != null) ? bytes(apiKey) : null;
		if (apiKey == null) {
			tellThatItIsOpen(server.getAddress());
		}
	}

	private static void tellThatItIsOpen(@Nullable InetAddress address) {
		if (address != null && address.isLoopbackAddress()) {
			logger.info("The gateway is open to every program on this machine: sample.gateway.api-key is not set");
		}
		else {
			logger.warn("The gateway is open to anyone who can reach "
					+ ((address != null) ? address.getHostAddress() : "this machine") + ": set sample.gateway.api-key");
		}
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (this.key == null || !isGuarded(request.getPath().pathWithinApplication()) || hasKey(request, this.key)) {
			return chain.filter(exchange);
		}
		return Mono.error(RefusedRequestException
			.unauthorized("The key of this gateway is missing or wrong: send it as 'Authorization: Bearer …'. "
					+ "It is the one in sample.gateway.api-key"));
	}

	private static boolean isGuarded(PathContainer path) {
		return matches(GUARDED, path) && !matches(OPEN, path);
	}

	private static boolean matches(List<PathPattern> patterns, PathContainer path) {
		return patterns.stream().anyMatch((pattern) -> pattern.matches(path));
	}

	/**
	 * Compares in constant time, so that the time does not reveal how much of the key is
	 * right.
	 */
	private static boolean hasKey(ServerHttpRequest request, byte[] key) {
		String credentials = request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION);
		return credentials != null && credentials.toLowerCase(Locale.ROOT).startsWith(SCHEME)
				&& MessageDigest.isEqual(bytes(credentials.substring(SCHEME.length()).strip()), key);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	private static List<PathPattern> patterns(String... patterns) {
		return List.of(patterns).stream().map(PathPatternParser.defaultInstance::parse).toList();
	}

}
