package ai.matey.autoconfigure.together.http;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;

/**
 * Server that a base URL leads to, which is what a key is given for. Two paths on one
 * server are the same server; another port is another one, and so is the same host
 * without TLS.
 *
 * @param scheme scheme in lower case
 * @param host host in lower case
 * @param port port
 */
public record ServerAddress(String scheme, String host, int port) {

	private static final String TOGETHER_DOMAIN = "together.ai";

	/**
	 * Return the server of a base URL.
	 * @param baseUrl base URL, or {@code null} or blank for Together's own
	 * @return the server; one that equals no other if the URL is malformed, which is
	 * reported when the client is built
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
	 * Return whether a key for one of the servers is meant for the other as well: if they
	 * are the same, or both are Together's, which serves models under several names.
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
