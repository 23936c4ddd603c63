package ai.matey.pacing.redis;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.sync.RedisCommands;
import io.lettuce.core.cluster.SlotHash;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ai.matey.pacing.store.PacingBucket;
import ai.matey.pacing.store.PacingStore.Exchange;
import ai.matey.pacing.store.StoreFailure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/**
 * The store against a real Redis, through the Lettuce that Spring Boot brings.
 */
class RedisPacingStoreTests {

	private static final long MILLISECOND = 1_000_000;

	private final ExecutorService executor = Executors.newSingleThreadExecutor();

	private RedisServer server;

	private RedisClient client;

	private RedisPacingStore store;

	@BeforeEach
	void start() {
		this.server = RedisServer.start();
		this.client = RedisClient.create(RedisURI.create("127.0.0.1", this.server.port()));
		this.store = store(this.executor);
	}

	private RedisPacingStore store(Executor executor) {
		return new RedisPacingStore(() -> RedisLink.connect(this.client), executor, "test:");
	}

	@AfterEach
	void stop() {
		if (this.store != null) {
			this.store.close();
			this.client.shutdown(0, 1, TimeUnit.SECONDS);
			this.server.close();
		}
		this.executor.shutdownNow();
	}

	@Test
	void whatOneInstanceLearnedIsKnownToAll() {
		assertThat(get(this.store.exchange("budget", 3, null, null)).learned()).isNull();
		assertThat(get(this.store.exchange("budget", 0, null, "first")).learned()).isEqualTo("first");
		RedisPacingStore other = store(this.executor);
		assertThat(get(other.exchange("budget", 0, null, null)).learned()).isEqualTo("first");
		other.close();
	}

	@Test
	void whoIsSecondDoesNotReplaceWhatTheFirstLearned() {
		get(this.store.exchange("budget", 0, null, "first"));
		assertThat(get(this.store.exchange("budget", 0, null, "second")).learned()).isEqualTo("first");
		assertThat(get(this.store.exchange("budget", 0, "first", "second")).learned()).isEqualTo("second");
	}

	@Test
	void unitsOfAllInstancesAreCountedBySecond() {
		RedisPacingStore other = store(this.executor);
		Exchange before = get(this.store.exchange("budget", 5, null, null));
		get(other.exchange("budget", 7, null, null));
		Exchange after = before;
		while (after.time() / 1_000_000_000 < before.time() / 1_000_000_000 + 2) {
			after = get(this.store.exchange("budget", 0, null, null));
		}
		assertThat(after.sent()).hasSize(10);
		assertThat(after.sent().stream().mapToLong(Long::longValue).sum()).isEqualTo(12);
		other.close();
	}

	@Test
	void turnsOfTwoInstancesFollowEachOther() {
		AtomicLong clock = new AtomicLong(10 * MILLISECOND);
		RedisPacingStore other = store(this.executor);
		PacingBucket one = this.store.bucket("budget", 1, MILLISECOND, clock::get);
		PacingBucket two = other.bucket("budget", 1, MILLISECOND, clock::get);
		assertThat(List.of(get(one.reserve(1)), get(two.reserve(1)), get(one.reserve(2)), get(two.reserve(1))))
			.containsExactly(10 * MILLISECOND, 11 * MILLISECOND, 13 * MILLISECOND, 14 * MILLISECOND);
		other.close();
	}

	@Test
	void anInstanceWhoseClockIsBehindGetsNoTurnTwice() {
		PacingBucket ahead = this.store.bucket("budget", 1, MILLISECOND, () -> 50 * MILLISECOND);
		PacingBucket behind = this.store.bucket("budget", 1, MILLISECOND, () -> 10 * MILLISECOND);
		assertThat(get(ahead.reserve(2))).isEqualTo(51 * MILLISECOND);
		assertThat(get(behind.reserve(1))).isEqualTo(52 * MILLISECOND);
		assertThat(get(ahead.reserve(1))).isEqualTo(53 * MILLISECOND);
	}

	@Test
	void aNewEpochHasANewBucket() {
		PacingBucket old = this.store.bucket("budget", 1, MILLISECOND, () -> 50 * MILLISECOND);
		get(old.reserve(100));
		PacingBucket current = this.store.bucket("budget", 2, MILLISECOND, () -> 1 * MILLISECOND);
		assertThat(get(current.reserve(1))).isEqualTo(1 * MILLISECOND);
	}

	@Test
	void everyKeyOfABudgetHasOneSlotAndExpires() {
		get(this.store.exchange("client:model:requests", 1, null, "something"));
		get(this.store.bucket("client:model:requests", 1, MILLISECOND, () -> 1).reserve(1));
		RedisCommands<String, String> redis = this.client.connect().sync();
		List<String> keys = redis.keys("*");
		assertThat(keys).hasSize(3).allMatch((key) -> key.startsWith("test:{client:model:requests}:"));
		assertThat(keys).allMatch((key) -> redis.ttl(key) > 0 && redis.ttl(key) <= 3600);
		assertThat(keys.stream().map(SlotHash::getSlot).distinct()).hasSize(1);
	}

	@Test
	void commandsFailAtOnceWhileTheConnectionIsLost() {
		get(this.store.exchange("budget", 0, null, null));
		this.server.kill();
		// One may still be sent into the connection that is just breaking
		CompletionStage<Exchange> onItsWay = this.store.exchange("budget", 0, null, null);
		long patience = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		CompletableFuture<Exchange> next = onItsWay.toCompletableFuture();
		while (!next.isCompletedExceptionally() && System.nanoTime() < patience) {
			next = this.store.exchange("budget", 0, null, null).toCompletableFuture();
		}
		assertThatThrownBy(next::join).hasRootCauseInstanceOf(StoreFailure.class);
		this.server.restart();
		long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
		Exchange exchange = null;
		while (exchange == null && System.nanoTime() < end) {
			try {
				exchange = get(this.store.exchange("budget", 0, null, null));
			}
			catch (RuntimeException ex) {
				Thread.onSpinWait();
			}
		}
		assertThat(exchange).isNotNull();
	}

	private static <T> T get(CompletionStage<T> stage) {
		return stage.toCompletableFuture().orTimeout(10, TimeUnit.SECONDS).join();
	}

}
