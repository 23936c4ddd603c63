package ai.matey.backend.together.faults;

import java.net.SocketAddress;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import reactor.netty.resources.ConnectionPoolMetrics;
import reactor.netty.resources.ConnectionProvider;

/**
 * What a client's connection pool holds.
 */
final class PoolView implements ConnectionProvider.MeterRegistrar {

	private final Queue<ConnectionPoolMetrics> pools = new ConcurrentLinkedQueue<>();

	@Override
	public void registerMetrics(String poolName, String id, SocketAddress remoteAddress,
			ConnectionPoolMetrics metrics) {
		this.pools.add(metrics);
	}

	int inUse() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::acquiredSize).sum();
	}

	int waiting() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::pendingAcquireSize).sum();
	}

	int open() {
		return this.pools.stream().mapToInt(ConnectionPoolMetrics::allocatedSize).sum();
	}

}
