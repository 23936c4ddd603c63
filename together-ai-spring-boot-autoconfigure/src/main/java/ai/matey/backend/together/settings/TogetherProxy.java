package ai.matey.backend.together.settings;

import org.jspecify.annotations.Nullable;

/**
 * HTTP proxy between a client and the API.
 *
 * @param host host name or address; the proxy resolves the API's name
 * @param port port, 1 to 65535
 * @param username user name for the proxy, or {@code null} for none
 * @param password password for the proxy, or {@code null} for none
 * @since 0.1.0
 */
public record TogetherProxy(String host, int port, @Nullable String username, @Nullable String password) {

	public TogetherProxy {
		if (host.isBlank()) {
			throw new TogetherConfigurationException("together.http.proxy.host", "It is blank.",
					"Set together.http.proxy.host.");
		}
		if (port < 1 || port > 65535) {
			throw new TogetherConfigurationException("together.http.proxy.port",
					"It must be between 1 and 65535 but is " + port + ".", "Set together.http.proxy.port.");
		}
	}

	/**
	 * Create a proxy that does not require a user name.
	 * @param host host name or address
	 * @param port port, 1 to 65535
	 * @return the proxy
	 */
	public static TogetherProxy of(String host, int port) {
		return new TogetherProxy(host, port, null, null);
	}

	/**
	 * Return the host and port, but not the credentials.
	 */
	@Override
	public String toString() {
		return "TogetherProxy[host=" + this.host + ", port=" + this.port + "]";
	}

}
