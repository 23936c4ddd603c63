package ai.matey.backend.together.settings;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

/**
 * Settings for connections and size limits. Start with {@link #DEFAULT} and change
 * individual settings.
 *
 * @param maxConnections maximum number of open connections; each running call needs one
 * over HTTP/1.1
 * @param maxIdleTime time after which an unused connection is closed; should be shorter
 * than the server's
 * @param pendingAcquireTimeout maximum time that a call waits for a connection when all
 * are in use
 * @param pendingAcquireMaxCount maximum number of calls that wait for a connection, or
 * {@code null} for twice {@code maxConnections}
 * @param maxInMemorySize maximum number of bytes of a response body, or of one event of a
 * stream
 * @param maxResponseSize approximate maximum number of bytes of an assembled chat
 * response
 * @param maxHeaderSize maximum number of bytes of a response's headers
 * @param http2 whether to use HTTP/2 where the server offers it over TLS
 * @param metrics whether to register meters of the connection pool in Micrometer's global
 * registry
 * @param proxy HTTP proxy between the client and the API, or {@code null} for none
 * @since 0.1.0
 */
public record TogetherHttp(int maxConnections, Duration maxIdleTime, Duration pendingAcquireTimeout,
		@Nullable Integer pendingAcquireMaxCount, int maxInMemorySize, int maxResponseSize, int maxHeaderSize,
		boolean http2, boolean metrics, @Nullable TogetherProxy proxy) {

	/**
	 * Default settings: 5,000 connections that are closed after 30 seconds without use, a
	 * maximum wait of 10 seconds for a connection, 16 MiB in memory, 32 MiB for an
	 * assembled response, 32 KiB of headers, HTTP/1.1, no meters and no proxy.
	 */
	public static final TogetherHttp DEFAULT = new TogetherHttp(5000, Duration.ofSeconds(30), Duration.ofSeconds(10),
			null, 16 * 1024 * 1024, 32 * 1024 * 1024, 32 * 1024, false, false, null);

	public TogetherHttp {
		require(maxConnections >= 1, "max-connections", maxConnections);
		require(!maxIdleTime.isNegative() && !maxIdleTime.isZero(), "max-idle-time", maxIdleTime);
		require(!pendingAcquireTimeout.isNegative() && !pendingAcquireTimeout.isZero(), "pending-acquire-timeout",
				pendingAcquireTimeout);
		require(pendingAcquireMaxCount == null || pendingAcquireMaxCount >= 1, "pending-acquire-max-count",
				pendingAcquireMaxCount);
		require(maxInMemorySize >= 1, "max-in-memory-size", maxInMemorySize);
		require(maxResponseSize >= 1, "max-response-size", maxResponseSize);
		require(maxHeaderSize >= 1, "max-header-size", maxHeaderSize);
	}

	/**
	 * Return the effective maximum number of calls that wait for a connection.
	 * @return the number if it is set, otherwise twice the number of connections
	 */
	public int maxPending() {
		if (this.pendingAcquireMaxCount != null) {
			return this.pendingAcquireMaxCount;
		}
		return (int) Math.min(2L * this.maxConnections, Integer.MAX_VALUE);
	}

	/**
	 * Return a copy with a different maximum number of connections.
	 * @param maxConnections maximum number of open connections
	 * @return the copy
	 */
	public TogetherHttp withMaxConnections(int maxConnections) {
		return new TogetherHttp(maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum idle time.
	 * @param maxIdleTime time after which an unused connection is closed
	 * @return the copy
	 */
	public TogetherHttp withMaxIdleTime(Duration maxIdleTime) {
		return new TogetherHttp(this.maxConnections, maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum wait for a connection.
	 * @param pendingAcquireTimeout maximum time
	 * @return the copy
	 */
	public TogetherHttp withPendingAcquireTimeout(Duration pendingAcquireTimeout) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum number of calls that wait for a connection.
	 * @param pendingAcquireMaxCount maximum number of calls, or {@code null} for twice
	 * the number of connections
	 * @return the copy
	 */
	public TogetherHttp withPendingAcquireMaxCount(@Nullable Integer pendingAcquireMaxCount) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum size in memory.
	 * @param maxInMemorySize maximum number of bytes of a response body, or of one event
	 * of a stream
	 * @return the copy
	 */
	public TogetherHttp withMaxInMemorySize(int maxInMemorySize) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum size of assembled responses.
	 * @param maxResponseSize approximate maximum number of bytes of an assembled chat
	 * response
	 * @return the copy
	 */
	public TogetherHttp withMaxResponseSize(int maxResponseSize) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with a different maximum size of headers.
	 * @param maxHeaderSize maximum number of bytes of a response's headers
	 * @return the copy
	 */
	public TogetherHttp withMaxHeaderSize(int maxHeaderSize) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, maxHeaderSize, this.http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with or without HTTP/2.
	 * @param http2 whether to use HTTP/2 where the server offers it over TLS
	 * @return the copy
	 */
	public TogetherHttp withHttp2(boolean http2) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, http2,
				this.metrics, this.proxy);
	}

	/**
	 * Return a copy with or without meters.
	 * @param metrics whether to register meters of the connection pool
	 * @return the copy
	 */
	public TogetherHttp withMetrics(boolean metrics) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				metrics, this.proxy);
	}

	/**
	 * Return a copy with a different proxy.
	 * @param proxy HTTP proxy, or {@code null} for none
	 * @return the copy
	 */
	public TogetherHttp withProxy(@Nullable TogetherProxy proxy) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout,
				this.pendingAcquireMaxCount, this.maxInMemorySize, this.maxResponseSize, this.maxHeaderSize, this.http2,
				this.metrics, proxy);
	}

	private static void require(boolean valid, String name, @Nullable Object value) {
		if (!valid) {
			throw new TogetherConfigurationException("together.http." + name,
					"It must be larger than zero but is " + value + ".", "Change together.http." + name + ".");
		}
	}

}
