package ai.matey.backend.together.error;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.zip.ZipException;

import javax.net.ssl.SSLException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.io.buffer.DataBufferLimitException;
import org.springframework.web.reactive.function.client.WebClientRequestException;

import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;

/**
 * Maps failures that occur before the response begins. Exceptions of HTTP libraries are
 * identified by name, because the available classes depend on the connector.
 */
public final class TransportErrors {

	private TransportErrors() {
	}

	public static AdapterException map(Attempt attempt, Throwable failure) {
		Throwable cause = failure;
		while (cause instanceof WebClientRequestException && cause.getCause() != null) {
			cause = cause.getCause();
		}
		if (cause instanceof AdapterException typed) {
			return typed;
		}
		AdapterException proxy = ProxyErrors.map(attempt, cause);
		if (proxy != null) {
			return proxy;
		}
		AdapterException noConnection = noConnection(attempt, cause);
		return (noConnection != null) ? noConnection : noResponse(attempt, cause);
	}

	private static @Nullable AdapterException noConnection(Attempt attempt, Throwable cause) {
		String type = cause.getClass().getSimpleName();
		if (type.equals("PoolAcquirePendingLimitException") || isFullQueue(cause)) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, false,
					"too many calls are waiting for a connection: increase together.http.max-connections, or "
							+ "together.http.pending-acquire-max-count to let more of them wait",
					cause);
		}
		if (type.startsWith("PoolAcquire")) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, false,
					"no connection in the pool was available: increase "
							+ "together.http.max-connections, or together.http.pending-acquire-timeout to wait longer",
					cause);
		}
		if (type.equals("ConnectTimeoutException") || cause instanceof HttpConnectTimeoutException) {
			return connectTimeout(attempt, cause);
		}
		if (type.equals("SslHandshakeTimeoutException")) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, true, "the TLS handshake"
					+ ProxyErrors.through(attempt) + " did not complete within together.timeout.connect", cause);
		}
		if (cause instanceof UnknownHostException || type.startsWith("DnsName") || type.startsWith("DnsError")) {
			return network(attempt, ErrorCode.DNS_RESOLUTION_FAILED, true,
					"the host's name could not be resolved: check together.base-url and the network", cause);
		}
		if (cause instanceof SSLException) {
			return network(attempt, ErrorCode.NETWORK_ERROR, false,
					"the TLS handshake failed: check the scheme of together.base-url and the certificates, or name a "
							+ "bundle in together.ssl.bundle",
					cause);
		}
		if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
			return network(attempt, ErrorCode.NETWORK_ERROR, true,
					"the connection was refused: check together.base-url and the network", cause);
		}
		return null;
	}

	/** Jetty reports a full queue only by this message. */
	private static boolean isFullQueue(Throwable cause) {
		return cause instanceof RejectedExecutionException && cause.getMessage() != null
				&& cause.getMessage().startsWith("Max requests queued");
	}

	private static AdapterException noResponse(Attempt attempt, Throwable cause) {
		String type = cause.getClass().getSimpleName();
		if (type.startsWith("TooLongHttp") || type.equals("HeaderListSizeException")) {
			return conversion(attempt, "its headers are larger than together.http.max-header-size", cause);
		}
		if (cause instanceof DataBufferLimitException) {
			return tooLarge(attempt, cause);
		}
		if (isTimeout(cause)) {
			return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true,
					"Together AI did not respond for " + attempt.subject()
							+ " within the HTTP client's read timeout (spring.http.clients.read-timeout).",
					attempt.details(), cause);
		}
		if (isCut(cause) || type.equals("AbortedException") || type.equals("PrematureChannelClosureException")) {
			return network(attempt, ErrorCode.NETWORK_ERROR, true,
					"the connection" + ProxyErrors.through(attempt) + " was lost before a response arrived", cause);
		}
		return conversion(attempt,
				"it is not a valid HTTP response, or the request could not be sent" + ProxyErrors.through(attempt),
				cause);
	}

	public static NetworkException connectTimeout(Attempt attempt, @Nullable Throwable cause) {
		return network(attempt, ErrorCode.CONNECTION_TIMEOUT, true,
				"no connection" + ProxyErrors.through(attempt) + " was established within together.timeout.connect",
				cause);
	}

	public static AdapterException tooLarge(Attempt attempt, @Nullable Throwable cause) {
		return conversion(attempt, "it is larger than together.http.max-in-memory-size", cause);
	}

	/**
	 * Whether a failure means that the connection was lost. Some HTTP libraries also
	 * report invalid data as an {@link IOException}.
	 * @param failure the failure reported by the HTTP library
	 * @return {@code false} if the received data was invalid instead
	 */
	public static boolean isCut(Throwable failure) {
		return failure instanceof IOException && !(failure instanceof ProtocolException)
				&& !(failure instanceof ZipException);
	}

	public static boolean isTimeout(Throwable failure) {
		return failure instanceof TimeoutException || failure.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	/**
	 * Describe a failure without the HTTP library's message, which may quote the
	 * response.
	 * @param failure the failure, not a {@linkplain #isCut cut}
	 * @return the beginning of a sentence
	 */
	public static String describe(Throwable failure) {
		return isTimeout(failure) ? "The HTTP client's read timeout (spring.http.clients.read-timeout) was exceeded"
				: "Invalid data was received";
	}

	private static AdapterException conversion(Attempt attempt, String problem, @Nullable Throwable cause) {
		return new AdapterConversionException(
				"The response for " + attempt.subject() + " could not be read: " + attempt.ownProperties(problem) + ".",
				attempt.details(), UpstreamFailure.cause(cause));
	}

	private static NetworkException network(Attempt attempt, ErrorCode code, boolean retryable, String problem,
			@Nullable Throwable cause) {
		return new NetworkException(code, retryable, message(attempt, problem), attempt.details(),
				UpstreamFailure.cause(cause));
	}

	static String message(Attempt attempt, String problem) {
		InetSocketAddress server = attempt.call().server();
		String place = (server != null) ? " at " + server.getHostString() + ":" + server.getPort() : "";
		return "Together AI could not be reached" + place + " for " + attempt.subject() + ": "
				+ attempt.ownProperties(problem)
				+ (attempt.number() > 1 ? " (attempt " + attempt.number() + ")." : ".");
	}

}
