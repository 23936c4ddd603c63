package ai.matey.autoconfigure.together;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;

/**
 * Which server a base URL leads to: what a key is given for. Two paths of one server are
 * the same; another port is not, and neither is the same host without TLS.
 *
 * @param scheme the scheme in lower case
 * @param host the host in lower case
 * @param port the port
 */
record ServerAddress(String scheme, String host, int port) {

	/**
	 * The server of a base URL.
	 * @param baseUrl a base URL, or {@code null} for Together's own
	 * @return the server; one that equals no other server if there is none in the URL,
	 * which is reported when the client is built
	 */
	static ServerAddress of(@Nullable String baseUrl) {
		if (baseUrl == null) {
			return of(TogetherAIBackendAdapterBuilder.DEFAULT_BASE_URL);
		}
		try {
			URI uri = new URI(baseUrl.strip().toLowerCase(Locale.ROOT));
			String scheme = String.valueOf(uri.getScheme());
			int port = (uri.getPort() >= 0) ? uri.getPort() : (scheme.equals("http") ? 80 : 443);
			return new ServerAddress(scheme, String.valueOf(uri.getHost()), port);
		}
		catch (URISyntaxException ex) {
			return new ServerAddress("", baseUrl, -1);
		}
	}

	boolean isSecure() {
		return this.scheme.equals("https");
	}

}
