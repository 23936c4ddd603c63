package ai.matey.sample;

import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.stereotype.Component;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Prevents pages of other sites from using the gateway, and thereby a key, through the
 * browser of the person who runs it. A page whose host name resolves to this machine (DNS
 * rebinding) is detected by {@code Host}, any other by {@code Origin} or {@code
 * Sec-Fetch-Site}. Programs other than browsers do not send the latter two and are let
 * through.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class BrowserGuardFilter implements WebFilter {

	private static final String POLICY = "default-src 'self'; base-uri 'none'; form-action 'none'; "
			+ "frame-ancestors 'none'";

	// All ports and subdomains belong to the same site, but not to the same page
	private static final Set<String> FOREIGN_SITES = Set.of("cross-site", "same-site");

	private final List<String> allowedHosts;

	BrowserGuardFilter(GatewayProperties properties) {
		this.allowedHosts = properties.allowedHosts();
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		exchange.getResponse().beforeCommit(() -> {
			protect(exchange.getResponse().getHeaders());
			return Mono.empty();
		});
		String reason = reasonToRefuse(exchange.getRequest());
		return (reason != null) ? Mono.error(RefusedRequestException.foreign(reason)) : chain.filter(exchange);
	}

	/**
	 * Set at the last moment, since the error handler clears the headers.
	 */
	private static void protect(HttpHeaders headers) {
		headers.set("x-content-type-options", "nosniff");
		headers.set("content-security-policy", POLICY);
		headers.set("x-frame-options", "DENY");
		headers.set("referrer-policy", "no-referrer");
		headers.set("cross-origin-resource-policy", "same-origin");
	}

	private @Nullable String reasonToRefuse(ServerHttpRequest request) {
		HttpHeaders headers = request.getHeaders();
		List<String> hosts = headers.getOrEmpty(HttpHeaders.HOST);
		String host = (hosts.size() == 1) ? hosts.get(0) : null;
		if (host == null || !isAllowed(host)) {
			return "Requests for this host name are not allowed: add it to sample.gateway.allowed-hosts";
		}
		String origin = headers.getOrigin();
		boolean foreign = (origin != null) ? !isOrigin(origin, host)
				: FOREIGN_SITES.contains(String.valueOf(headers.getFirst("sec-fetch-site")))
						&& !"navigate".equals(headers.getFirst("sec-fetch-mode"));
		return foreign ? "Pages of other sites may not call this gateway" : null;
	}

	/**
	 * IP addresses cannot be rebound.
	 */
	private boolean isAllowed(String host) {
		String name = host.toLowerCase(Locale.ROOT).replaceFirst(":\\d+$", "");
		return name.equals("localhost") || NetUtil.isValidIpV4Address(name)
				|| (name.startsWith("[") && name.endsWith("]")
						&& NetUtil.isValidIpV6Address(name.substring(1, name.length() - 1)))
				|| this.allowedHosts.contains("*") || this.allowedHosts.contains(name);
	}

	/**
	 * Return whether a page is one of ours. The scheme is that of the TLS proxy, if there
	 * is one.
	 */
	private static boolean isOrigin(String origin, String host) {
		try {
			String authority = URI.create(origin).getRawAuthority();
			return authority != null && authority.equalsIgnoreCase(host);
		}
		catch (IllegalArgumentException ex) {
			return false;
		}
	}

}
