package ai.matey.backend.together.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * Validates and normalizes the base URL of the API, which users may write with or without
 * a trailing slash or a path.
 */
public final class BaseUrl {

	/** The URL of Together's API ({@code servers} in the vendor's specification). */
	public static final String DEFAULT = "https://api.together.ai/v1";

	private static final String PROPERTY = "together.base-url";

	private static final int MAX_PORT = 65535;

	private static final String ACTION = "Set together.base-url to an address such as " + DEFAULT + ".";

	/** The paths that a URL copied from an example of a request may end with. */
	private static final List<String> ENDPOINTS = List.of("/completions", "/embeddings", "/rerank",
			"/images/generations", "/models");

	private BaseUrl() {
	}

	/**
	 * Return the URL to which the paths of the API are appended.
	 * @param url the URL as written by the user
	 * @return the URL without a trailing slash, with {@code /v1} appended if it has no
	 * path
	 * @throws TogetherConfigurationException if it is not an HTTP address
	 */
	public static String normalise(String url) {
		URI uri = parse(url.strip());
		String scheme = uri.getScheme();
		if (scheme == null || !(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
			throw invalid("It must begin with https:// or http://.");
		}
		if (uri.getUserInfo() != null || String.valueOf(uri.getAuthority()).contains("@")) {
			throw invalid("It must not contain a user name or password.");
		}
		if (uri.getHost() == null) {
			throw invalid(withoutHost(uri.getAuthority()));
		}
		if (uri.getPort() == 0 || uri.getPort() > MAX_PORT) {
			throw invalid("Its port must be between 1 and 65535 but is " + uri.getPort() + ".");
		}
		if (uri.getQuery() != null || uri.getFragment() != null) {
			throw invalid("It must not have a query or fragment.");
		}
		String normalised = uri.toString();
		while (normalised.endsWith("/")) {
			normalised = normalised.substring(0, normalised.length() - 1);
		}
		if (ENDPOINTS.stream().anyMatch(normalised::endsWith)) {
			throw invalid("It must end before the path of an endpoint, such as /chat/completions.");
		}
		boolean hasPath = !uri.getPath().replace("/", "").isEmpty();
		return hasPath ? normalised : normalised + "/v1";
	}

	/**
	 * Return the host and port of a normalized URL.
	 * @param url the normalized URL
	 * @return the unresolved address
	 */
	public static InetSocketAddress server(String url) {
		URI uri = URI.create(url);
		int port = (uri.getPort() >= 0) ? uri.getPort() : ("http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443);
		return InetSocketAddress.createUnresolved(uri.getHost(), port);
	}

	/**
	 * Whether a normalized URL leads to one of Together's own servers.
	 */
	public static boolean isTogether(String url) {
		String host = server(url).getHostString().toLowerCase(Locale.ROOT);
		return host.endsWith(".together.ai") || host.endsWith(".together.xyz");
	}

	/**
	 * The JDK returns no host for an authority that it considers invalid.
	 */
	private static String withoutHost(@Nullable String authority) {
		if (authority == null || authority.isEmpty() || authority.startsWith(":")) {
			return "It has no host.";
		}
		int colon = authority.lastIndexOf(':');
		String port = (colon >= 0) ? authority.substring(colon + 1) : "";
		if (!port.chars().allMatch((c) -> c >= '0' && c <= '9')) {
			return "Its port '" + port + "' is not a number.";
		}
		String host = (colon >= 0) ? authority.substring(0, colon) : authority;
		if (host.indexOf('_') >= 0) {
			return "Its host '" + host + "' contains an underscore, which is not allowed in a host name.";
		}
		return "Its host '" + host + "' is not a valid host name.";
	}

	private static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw invalid(url.contains("${") ? "It contains a placeholder that could not be resolved."
					: "It is not a valid URL: " + ex.getReason() + ".");
		}
	}

	private static TogetherConfigurationException invalid(String problem) {
		return new TogetherConfigurationException(PROPERTY, problem, ACTION);
	}

}
