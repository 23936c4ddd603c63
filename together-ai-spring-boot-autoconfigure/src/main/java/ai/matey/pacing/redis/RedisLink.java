package ai.matey.pacing.redis;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.github.bucket4j.redis.lettuce.RedisApi;
import io.lettuce.core.AbstractRedisClient;
import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.ScriptOutputType;
import io.lettuce.core.api.StatefulConnection;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.cluster.RedisClusterClient;
import io.lettuce.core.cluster.api.StatefulRedisClusterConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;

import ai.matey.pacing.store.StoreFailure;

/**
 * A connection to a Redis server or cluster. Commands fail immediately while the
 * connection is lost or when too many have no reply. Otherwise, Lettuce would queue them
 * without a bound and send them much later, when they are outdated. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisLink {

	/** Each model sends two commands in the same moment of each second. */
	private static final int MOST_PENDING = 4096;

	private final StatefulConnection<String, byte[]> connection;

	private final RedisApi<String> api;

	private final AtomicInteger pending = new AtomicInteger();

	private volatile long lastOpen = System.nanoTime();

	private RedisLink(StatefulConnection<String, byte[]> connection, RedisApi<String> api) {
		this.connection = connection;
		this.api = new Guarded<>(api);
	}

	/**
	 * Connect with a client of the application. Blocks.
	 * @param client the client
	 * @return a connection that is not shared with the application
	 */
	public static RedisLink connect(AbstractRedisClient client) {
		RedisCodec<String, byte[]> codec = RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE);
		if (client instanceof RedisClusterClient cluster) {
			StatefulRedisClusterConnection<String, byte[]> connection = cluster.connect(codec);
			return new RedisLink(connection, Bucket4jLettuce.casBasedBuilder(connection).getRedisApi());
		}
		if (client instanceof RedisClient single) {
			StatefulRedisConnection<String, byte[]> connection = single.connect(codec);
			return new RedisLink(connection, Bucket4jLettuce.casBasedBuilder(connection).getRedisApi());
		}
		throw new IllegalArgumentException(client.getClass() + " is not a client for a Redis server or cluster");
	}

	RedisApi<String> api() {
		return this.api;
	}

	<V> CompletableFuture<V> eval(String script, ScriptOutputType type, String[] keys, byte[][] arguments) {
		try {
			return this.api.<V>eval(script, type, keys, arguments).toCompletableFuture();
		}
		catch (StoreFailure ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	boolean isClosedFor(Duration time) {
		if (this.connection.isOpen()) {
			this.lastOpen = System.nanoTime();
		}
		return System.nanoTime() - this.lastOpen > time.toNanos();
	}

	void close() {
		var unused = this.connection.closeAsync();
	}

	/**
	 * Generic, since Bucket4j passes keys in an array of objects.
	 */
	private final class Guarded<K> implements RedisApi<K> {

		private final RedisApi<K> api;

		private Guarded(RedisApi<K> api) {
			this.api = api;
		}

		@Override
		public <V> RedisFuture<V> eval(String script, ScriptOutputType type, K[] keys, byte[][] arguments) {
			return guarded(() -> this.api.eval(script, type, keys, arguments));
		}

		@Override
		public RedisFuture<byte[]> get(K key) {
			return guarded(() -> this.api.get(key));
		}

		@Override
		public RedisFuture<?> delete(K key) {
			return guarded(() -> this.api.delete(key));
		}

		private <F extends RedisFuture<?>> F guarded(Supplier<F> command) {
			if (!RedisLink.this.connection.isOpen()) {
				throw new StoreFailure("the connection to Redis is lost", null);
			}
			AtomicInteger pending = RedisLink.this.pending;
			if (pending.incrementAndGet() > MOST_PENDING) {
				pending.decrementAndGet();
				throw new StoreFailure("Redis has not replied to " + MOST_PENDING + " commands", null);
			}
			F reply = command.get();
			reply.whenComplete((value, failure) -> pending.decrementAndGet());
			return reply;
		}

	}

}
