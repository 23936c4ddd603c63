package ai.matey.backend.together.error;

import java.io.IOException;
import java.net.ConnectException;
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
 * Maps failures on the way to the provider, before its response began. The classes of
 * HTTP libraries are told apart by name: which of them is present depends on the
 * connector.
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
		return (noConnection != null) ? noConnection : noAnswer(attempt, cause);
	}

	private static @Nullable AdapterException noConnection(Attempt attempt, Throwable cause) {
		String type = cause.getClass().getSimpleName();
		if (type.equals("PoolAcquirePendingLimitException") || isFullQueue(cause)) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, false,
					"too many calls wait for a connection: raise together.http.max-connections, or "
							+ "together.http.pending-acquire-max-count to let more of them wait",
					cause);
		}
		if (type.startsWith("PoolAcquire")) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, false,
					"no connection was free in the pool: raise "
							+ "together.http.max-connections, or together.http.pending-acquire-timeout to wait longer",
					cause);
		}
		if (type.equals("ConnectTimeoutException") || cause instanceof HttpConnectTimeoutException) {
			return connectTimeout(attempt, cause);
		}
		if (type.equals("SslHandshakeTimeoutException")) {
			return network(attempt, ErrorCode.CONNECTION_TIMEOUT, true,
					"no TLS handshake" + ProxyErrors.through(attempt) + " within together.timeout.connect", cause);
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

	/** Jetty says so in no other way. */
	private static boolean isFullQueue(Throwable cause) {
		return cause instanceof RejectedExecutionException && cause.getMessage() != null
				&& cause.getMessage().startsWith("Max requests queued");
	}

	private static AdapterException noAnswer(Attempt attempt, Throwable cause) {
		String type = cause.getClass().getSimpleName();
		if (type.startsWith("TooLongHttp") || type.equals("HeaderListSizeException")) {
			return conversion(attempt, "its headers are larger than together.http.max-header-size", cause);
		}
		if (cause instanceof DataBufferLimitException) {
			return tooLarge(attempt, cause);
		}
		if (isTimeout(cause)) {
			return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true,
					"Together AI did not answer the request for " + attempt.subject()
							+ " within the HTTP client's read timeout (spring.http.clients.read-timeout).",
					attempt.details(), cause);
		}
		if (isCut(cause) || type.equals("AbortedException") || type.equals("PrematureChannelClosureException")) {
			return network(attempt, ErrorCode.NETWORK_ERROR, true,
					"the connection" + ProxyErrors.through(attempt) + " broke before an answer came", cause);
		}
		return conversion(attempt,
				"it is not an HTTP answer, or the request could not be sent" + ProxyErrors.through(attempt), cause);
	}

	public static NetworkException connectTimeout(Attempt attempt, @Nullable Throwable cause) {
		return network(attempt, ErrorCode.CONNECTION_TIMEOUT, true,
				"no connection" + ProxyErrors.through(attempt) + " within together.timeout.connect", cause);
	}

	public static AdapterException tooLarge(Attempt attempt, @Nullable Throwable cause) {
		return conversion(attempt, "it is larger than together.http.max-in-memory-size", cause);
	}

	/**
	 * Whether the connection broke, rather than that what came over it is nonsense: for
	 * some HTTP libraries this is an {@link IOException}, too.
	 * @param failure the failure as the HTTP library puts it
	 * @return whether there was no end where there should have been one
	 */
	public static boolean isCut(Throwable failure) {
		return failure instanceof IOException && !(failure instanceof ProtocolException)
				&& !(failure instanceof ZipException);
	}

	public static boolean isTimeout(Throwable failure) {
		return failure instanceof TimeoutException || failure.getClass().getSimpleName().equals("ReadTimeoutException");
	}

	/**
	 * What an HTTP library complains of, without its words: they may quote the answer.
	 * @param failure the failure, not a {@linkplain #isCut cut}
	 * @return the beginning of a sentence
	 */
	public static String describe(Throwable failure) {
		return isTimeout(failure) ? "The HTTP client's read timeout (spring.http.clients.read-timeout) was exceeded"
				: "The bytes could not be understood";
	}

	private static AdapterException conversion(Attempt attempt, String problem, @Nullable Throwable cause) {
		return new AdapterConversionException("The answer to the request for " + attempt.subject()
				+ " could not be read: " + attempt.ownProperties(problem) + ".", attempt.details(), cause);
	}

	private static NetworkException network(Attempt attempt, ErrorCode code, boolean retryable, String problem,
			@Nullable Throwable cause) {
		return new NetworkException(code, retryable, message(attempt, problem), attempt.details(), cause);
	}

	static String message(Attempt attempt, String problem) {
		return "Together AI could not be reached for " + attempt.subject() + ": " + attempt.ownProperties(problem)
				+ (attempt.number() > 1 ? " (attempt " + attempt.number() + ")." : ".");
	}

}
