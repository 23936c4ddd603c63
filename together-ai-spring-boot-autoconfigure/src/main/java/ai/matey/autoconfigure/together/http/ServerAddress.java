package ai.matey.autoconfigure.together.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;

/**
 * The server of a base URL, to which a key belongs. Paths are ignored, but another port,
 * or the same host without TLS, is another server.
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case
 * @param port the port
 * @since 0.1.0
 */
public record ServerAddress(String scheme, String host, int port) {

	private static final String TOGETHER_DOMAIN = "together.ai";

	/**
	 * Return the server of a base URL.
	 * @param baseUrl the base URL; {@code null} or blank for Together's own
	 * @return the server; for a malformed URL, which is reported when the client is
	 * built, one that equals no other
	 */
	public static ServerAddress of(@Nullable String baseUrl) {
		if (baseUrl == null || baseUrl.isBlank()) {
			return of(TogetherAIBackendAdapterBuilder.DEFAULT_BASE_URL);
		}
		try {
			URI uri = new URI(baseUrl.strip().toLowerCase(Locale.ROOT));
			String scheme = String.valueOf(uri.getScheme());
			int port = (uri.getPort() >= 0) ? uri.getPort() : defaultPort(scheme);
			return new ServerAddress(scheme, (uri.getHost() != null) ? uri.getHost() : baseUrl, port);
		}
		catch (URISyntaxException ex) {
			return new ServerAddress("", baseUrl, -1);
		}
	}

	/**
	 * Return whether a key for one server is also valid for the other, because they are
	 * the same or both belong to Together, which uses several host names.
	 * @param other the other server
	 * @return whether they share a key
	 */
	public boolean sharesKeyWith(ServerAddress other) {
		return equals(other) || (isTogether() && other.isTogether());
	}

	private static int defaultPort(String scheme) {
		return scheme.equals("http") ? 80 : 443;
	}

	private boolean isTogether() {
		return isSecure() && this.port == defaultPort(this.scheme)
				&& (this.host.equals(TOGETHER_DOMAIN) || this.host.endsWith("." + TOGETHER_DOMAIN));
	}

	/**
	 * Return whether the server is reached over TLS.
	 * @return {@code true} for {@code https}
	 */
	public boolean isSecure() {
		return this.scheme.equals("https");
	}

}
