package ai.matey.backend.together.error;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;

/**
 * Maps failures caused by a proxy, which would otherwise be blamed on TLS, the API's
 * address or its response.
 */
final class ProxyErrors {

	private static final String CREDENTIALS = "together.http.proxy.username and together.http.proxy.password";

	private static final String ADDRESS = "together.http.proxy.host and together.http.proxy.port";

	/** The status of a refused tunnel, as the HTTP libraries quote it. */
	private static final Pattern STATUS = Pattern.compile("(?:status: |got: |HTTP/1\\.[01] )(\\d{3})");

	private static final int MAX_CAUSES = 8;

	private ProxyErrors() {
	}

	/**
	 * Return the error for a failure caused by the proxy.
	 * @param attempt the attempt that failed
	 * @param failure the failure reported by the HTTP library
	 * @return the error, or {@code null} if the proxy did not cause the failure
	 */
	static @Nullable NetworkException map(Attempt attempt, Throwable failure) {
		Throwable cause = failure;
		for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
			if (isRefusedTunnel(attempt, cause)) {
				return refusedTunnel(attempt, cause);
			}
			if (attempt.proxy() != null && (cause instanceof UnresolvedAddressException || isUnknownName(cause))) {
				return unknownName(attempt, attempt.proxy(), cause);
			}
			cause = cause.getCause();
		}
		if (attempt.proxy() != null && failure instanceof TimeoutException) {
			// From Jetty, for a tunnel; no other timeout of an HTTP library is set.
			return TransportErrors.connectTimeout(attempt, failure);
		}
		if (attempt.proxy() != null
				&& (failure instanceof ConnectException || failure instanceof NoRouteToHostException)) {
			return network(attempt, ErrorCode.NETWORK_ERROR, true,
					name(attempt) + " refused the connection: check " + ADDRESS, failure);
		}
		return null;
	}

	/**
	 * Return the error for a proxy that requires authentication.
	 * @param attempt the attempt that failed
	 * @param details the details of the error
	 * @return the failure
	 */
	static NetworkException unauthenticated(Attempt attempt, ErrorDetails details) {
		return new NetworkException(ErrorCode.NETWORK_ERROR, false,
				TransportErrors.message(attempt, unauthenticated(attempt)), details, null);
	}

	/**
	 * Return the phrase that names the proxy as a possible cause of a failure.
	 * @param attempt the attempt that failed
	 * @return the phrase, empty if there is no proxy
	 */
	static String through(Attempt attempt) {
		return (attempt.proxy() != null) ? " through " + name(attempt) + " (together.http.proxy.*)" : "";
	}

	private static String unauthenticated(Attempt attempt) {
		TogetherProxy proxy = attempt.proxy();
		if (proxy == null) {
			return "a proxy between the application and the API requires a user name (HTTP 407): set " + ADDRESS
					+ ", and " + CREDENTIALS;
		}
		return (proxy.username() != null)
				? name(attempt) + " does not accept the user name and password (HTTP 407): check " + CREDENTIALS
				: name(attempt) + " requires a user name (HTTP 407): set " + CREDENTIALS;
	}

	/**
	 * Jetty uses the same exception for a refusing proxy and for a server's invalid
	 * response.
	 */
	private static boolean isRefusedTunnel(Attempt attempt, Throwable cause) {
		String type = cause.getClass().getName();
		return type.endsWith("ProxyConnectException")
				|| (attempt.proxy() != null && type.equals("org.eclipse.jetty.client.HttpResponseException"))
				|| String.valueOf(cause.getMessage()).startsWith("Tunnel failed");
	}

	private static NetworkException refusedTunnel(Attempt attempt, Throwable cause) {
		String text = String.valueOf(cause.getMessage());
		Matcher matcher = STATUS.matcher(text);
		int status = matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
		if (status == 407) {
			return network(attempt, ErrorCode.NETWORK_ERROR, false, unauthenticated(attempt), cause);
		}
		if (status >= 500 && status < 600) {
			return network(attempt, ErrorCode.NETWORK_ERROR, true, name(attempt) + " could not reach the server (HTTP "
					+ status + "): check together.http.proxy.* and the network", cause);
		}
		if (status >= 300 && status < 500) {
			return network(attempt, ErrorCode.NETWORK_ERROR, false,
					name(attempt) + " refuses to connect to the server (HTTP " + status
							+ "): ask the proxy's administrator, or check " + ADDRESS,
					cause);
		}
		if (status != 0) {
			return network(attempt, ErrorCode.NETWORK_ERROR, false,
					name(attempt) + " did not respond like an HTTP proxy: check " + ADDRESS, cause);
		}
		if (text.endsWith("timeout")) {
			return TransportErrors.connectTimeout(attempt, cause);
		}
		return network(attempt, ErrorCode.NETWORK_ERROR, true,
				name(attempt) + " closed the connection: check " + ADDRESS, cause);
	}

	private static boolean isUnknownName(Throwable cause) {
		String type = cause.getClass().getSimpleName();
		return cause instanceof UnknownHostException || type.startsWith("DnsName") || type.startsWith("DnsError");
	}

	/**
	 * The unknown name may be that of the API, if an address filter resolves it locally.
	 */
	private static NetworkException unknownName(Attempt attempt, TogetherProxy proxy, Throwable cause) {
		String text = String.valueOf(cause.getMessage());
		boolean known = cause instanceof UnknownHostException && !text.contains(proxy.host());
		return network(attempt, ErrorCode.DNS_RESOLUTION_FAILED, true,
				(known ? "the host's name could not be resolved"
						: "the name of " + name(attempt) + " could not be resolved")
						+ ": check together.http.proxy.host",
				cause);
	}

	private static String name(Attempt attempt) {
		TogetherProxy proxy = attempt.proxy();
		return (proxy != null) ? "the proxy " + proxy.host() + ":" + proxy.port() : "the proxy";
	}

	private static NetworkException network(Attempt attempt, ErrorCode code, boolean retryable, String problem,
			Throwable cause) {
		return new NetworkException(code, retryable, TransportErrors.message(attempt, problem), attempt.details(),
				UpstreamFailure.cause(cause));
	}

}
