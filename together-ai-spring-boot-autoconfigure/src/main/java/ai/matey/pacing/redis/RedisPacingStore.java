package ai.matey.pacing.redis;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import io.lettuce.core.ScriptOutputType;
import org.jspecify.annotations.Nullable;

import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore;

/**
 * {@link PacingStore} in Redis. For each budget, it contains what was learned, what was
 * sent in each of the last seconds, and a Bucket4j bucket. All keys of a budget have the
 * same hash slot and expire when not used. Connects on first use and again after a
 * failure; without a connection, operations fail immediately. Thread-safe.
 *
 * @since 0.1.0
 */
public final class RedisPacingStore implements PacingStore, AutoCloseable {

	/** The time between two attempts to connect. */
	private static final Duration PATIENCE = Duration.ofSeconds(1);

	private static final CompletableFuture<RedisLink> NONE = CompletableFuture
		.failedFuture(new IllegalStateException("not connected"));

	private final Supplier<RedisLink> connect;

	private final Executor executor;

	private final String prefix;

	private final AtomicReference<CompletableFuture<RedisLink>> port = new AtomicReference<>(NONE);

	private volatile long lastTry = System.nanoTime() - PATIENCE.toNanos();

	private volatile boolean closed;

	/**
	 * Create a new store.
	 * @param connect supplies a connection; may block and fail
	 * @param executor runs the supplier
	 * @param prefix the prefix of the names of all keys
	 */
	public RedisPacingStore(Supplier<RedisLink> connect, Executor executor, String prefix) {
		this.connect = connect;
		this.executor = executor;
		this.prefix = prefix;
	}

	@Override
	public CompletionStage<Exchange> exchange(String budget, long sent, @Nullable String expected,
			@Nullable String next) {
		String[] keys = { key(budget, "learned"), key(budget, "sent") };
		byte[][] arguments = { bytes(Long.toString(sent)), bytes((expected != null) ? expected : ""),
				bytes((next != null) ? next : "") };
		return port()
			.thenCompose((port) -> port.<List<?>>eval(ExchangeScript.TEXT, ScriptOutputType.MULTI, keys, arguments))
			.thenApply(ExchangeScript::read);
	}

	@Override
	public PacingBucket bucket(String budget, long id, long nanosPerUnit, LongSupplier clock) {
		String key = key(budget, "bucket:" + id);
		return new RedisBucket(this::port, key, nanosPerUnit, clock);
	}

	/**
	 * The braces make Redis Cluster keep all keys of a budget in one slot.
	 */
	private String key(String budget, String part) {
		return this.prefix + "{" + budget + "}:" + part;
	}

	private CompletableFuture<RedisLink> port() {
		CompletableFuture<RedisLink> current = this.port.get();
		if (!isUseless(current) || this.closed) {
			// Another thread may have just replaced it
			return this.port.get();
		}
		CompletableFuture<RedisLink> next = new CompletableFuture<>();
		if (!this.port.compareAndSet(current, next)) {
			return this.port.get();
		}
		this.lastTry = System.nanoTime();
		if (!current.isCompletedExceptionally()) {
			var unused = current.thenAccept(RedisLink::close);
		}
		this.executor.execute(() -> connect(next));
		return next;
	}

	/**
	 * A lost connection is restored by Lettuce, unless the application's client is
	 * configured not to.
	 */
	private boolean isUseless(CompletableFuture<RedisLink> current) {
		long waited = System.nanoTime() - this.lastTry;
		if (current.isCompletedExceptionally()) {
			return waited >= PATIENCE.toNanos();
		}
		RedisLink link = current.getNow(null);
		return link != null && link.isClosedFor(PATIENCE.multipliedBy(10));
	}

	private void connect(CompletableFuture<RedisLink> next) {
		try {
			RedisLink port = this.connect.get();
			if (!next.complete(port) || this.closed) {
				port.close();
			}
		}
		catch (RuntimeException | LinkageError ex) {
			next.completeExceptionally(ex);
		}
	}

	@Override
	public void close() {
		this.closed = true;
		CompletableFuture<RedisLink> port = this.port.getAndSet(NONE);
		var unused = port.thenAccept(RedisLink::close);
	}

	private static byte[] bytes(String text) {
		return text.getBytes(StandardCharsets.UTF_8);
	}

	static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.UTF_8);
	}

	/**
	 * Return the numbers of a reply.
	 */
	static List<Long> numbers(List<?> reply) {
		return reply.stream().map(Long.class::cast).toList();
	}

}
