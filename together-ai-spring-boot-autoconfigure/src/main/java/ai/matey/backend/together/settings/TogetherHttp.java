package ai.matey.backend.together.settings;

import java.time.Duration;

/**
 * Connections and sizes of a client.
 *
 * @param maxConnections most connections at once; each running call needs one
 * @param maxIdleTime how long an unused connection is kept; less than servers keep it
 * @param pendingAcquireTimeout how long a call waits for a connection when all are in use
 * @param maxInMemorySize most bytes of a plain body, or of an event of a stream
 * @param maxHeaderSize most bytes of an answer's headers
 * @param metrics whether the pool of connections has meters in Micrometer's global
 * registry
 */
public record TogetherHttp(int maxConnections, Duration maxIdleTime, Duration pendingAcquireTimeout,
		int maxInMemorySize, int maxHeaderSize, boolean metrics) {

	/**
	 * 5,000 connections kept for 30 s, 10 s of waiting for one, 16 MiB in memory, 32 KiB
	 * of headers.
	 */
	public static final TogetherHttp DEFAULT = new TogetherHttp(5000, Duration.ofSeconds(30), Duration.ofSeconds(10),
			16 * 1024 * 1024, 32 * 1024);

	public TogetherHttp {
		require(maxConnections >= 1, "max-connections", maxConnections);
		require(!maxIdleTime.isNegative() && !maxIdleTime.isZero(), "max-idle-time", maxIdleTime);
		require(!pendingAcquireTimeout.isNegative() && !pendingAcquireTimeout.isZero(), "pending-acquire-timeout",
				pendingAcquireTimeout);
		require(maxInMemorySize >= 1, "max-in-memory-size", maxInMemorySize);
		require(maxHeaderSize >= 1, "max-header-size", maxHeaderSize);
	}

	/**
	 * Settings without meters.
	 * @param maxConnections most connections at once; each running call needs one
	 * @param maxIdleTime how long an unused connection is kept; less than servers keep it
	 * @param pendingAcquireTimeout how long a call waits for a connection when all are in
	 * use
	 * @param maxInMemorySize most bytes of a plain body, or of an event of a stream
	 * @param maxHeaderSize most bytes of an answer's headers
	 */
	public TogetherHttp(int maxConnections, Duration maxIdleTime, Duration pendingAcquireTimeout, int maxInMemorySize,
			int maxHeaderSize) {
		this(maxConnections, maxIdleTime, pendingAcquireTimeout, maxInMemorySize, maxHeaderSize, false);
	}

	/**
	 * The same with another size in memory.
	 * @param maxInMemorySize most bytes of a plain body, or of an event of a stream
	 * @return the copy
	 */
	public TogetherHttp withMaxInMemorySize(int maxInMemorySize) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout, maxInMemorySize,
				this.maxHeaderSize, this.metrics);
	}

	/**
	 * The same with another number of connections.
	 * @param maxConnections most connections at once
	 * @return the copy
	 */
	public TogetherHttp withMaxConnections(int maxConnections) {
		return new TogetherHttp(maxConnections, this.maxIdleTime, this.pendingAcquireTimeout, this.maxInMemorySize,
				this.maxHeaderSize, this.metrics);
	}

	/**
	 * The same with or without meters.
	 * @param metrics whether the pool of connections has meters
	 * @return the copy
	 */
	public TogetherHttp withMetrics(boolean metrics) {
		return new TogetherHttp(this.maxConnections, this.maxIdleTime, this.pendingAcquireTimeout, this.maxInMemorySize,
				this.maxHeaderSize, metrics);
	}

	private static void require(boolean valid, String name, Object value) {
		if (!valid) {
			throw new TogetherConfigurationException("together.http." + name,
					"It must be larger than zero but is " + value + ".", "Change together.http." + name + ".");
		}
	}

}
