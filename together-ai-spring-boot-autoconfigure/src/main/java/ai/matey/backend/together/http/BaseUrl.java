package ai.matey.backend.together.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;

import ai.matey.backend.together.settings.TogetherConfigurationException;

/**
 * The base URL as users write it: with or without a trailing slash, with or without
 * {@code /v1}.
 */
public final class BaseUrl {

	/** Where Together serves its API (the vendor's document, {@code servers}). */
	public static final String DEFAULT = "https://api.together.ai/v1";

	private static final String PROPERTY = "together.base-url";

	private static final String ACTION = "Set together.base-url to an address such as " + DEFAULT + ".";

	private BaseUrl() {
	}

	public static String normalise(String url) {
		URI uri = parse(url.strip());
		String scheme = uri.getScheme();
		if (scheme == null || !(scheme.equalsIgnoreCase("https") || scheme.equalsIgnoreCase("http"))) {
			throw invalid("It must begin with https:// or http://.");
		}
		if (uri.getHost() == null) {
			throw invalid("It names no host.");
		}
		if (uri.getUserInfo() != null) {
			throw invalid("It must not hold a user or password.");
		}
		if (uri.getQuery() != null || uri.getFragment() != null) {
			throw invalid("It must not have a query or fragment.");
		}
		String normalised = uri.toString();
		while (normalised.endsWith("/")) {
			normalised = normalised.substring(0, normalised.length() - 1);
		}
		return normalised.endsWith("/v1") ? normalised : normalised + "/v1";
	}

	/**
	 * Host and port of a normalised URL.
	 */
	public static InetSocketAddress server(String url) {
		URI uri = URI.create(url);
		int port = (uri.getPort() >= 0) ? uri.getPort() : ("http".equalsIgnoreCase(uri.getScheme()) ? 80 : 443);
		return InetSocketAddress.createUnresolved(uri.getHost(), port);
	}

	private static URI parse(String url) {
		try {
			return new URI(url);
		}
		catch (URISyntaxException ex) {
			throw invalid("It is not a URL: " + ex.getReason() + ".");
		}
	}

	private static TogetherConfigurationException invalid(String problem) {
		return new TogetherConfigurationException(PROPERTY, problem, ACTION);
	}

}
