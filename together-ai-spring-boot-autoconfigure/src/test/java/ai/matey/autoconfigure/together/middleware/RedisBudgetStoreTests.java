package ai.matey.autoconfigure.together.middleware;

import java.io.IOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

import ai.matey.middleware.BudgetStore.Reservation;
import ai.matey.middleware.BudgetWindow;
import ai.matey.middleware.InMemoryBudgetStore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Against a real Redis on a free port, which the test starts itself. Skipped where the
 * command {@code redis-server} is missing.
 */
class RedisBudgetStoreTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final BudgetWindow WINDOW = new BudgetWindow("default", Instant.parse("2026-11-01T10:00:00Z"),
			Instant.parse("2026-11-01T11:00:00Z"));

	@TempDir
	private Path folder;

	private int port;

	private Process redis;

	private LettuceConnectionFactory connections;

	private ReactiveStringRedisTemplate template;

	private RedisBudgetStore store;

	@BeforeEach
	void start() throws IOException {
		try (ServerSocket free = new ServerSocket(0)) {
			this.port = free.getLocalPort();
		}
		this.redis = startRedis();
		this.connections = new LettuceConnectionFactory("localhost", this.port);
		this.connections.afterPropertiesSet();
		this.connections.start();
		this.template = new ReactiveStringRedisTemplate(this.connections);
		this.store = new RedisBudgetStore(this.template);
		awaitRedis();
	}

	@AfterEach
	void stop() throws InterruptedException {
		if (this.connections != null) {
			this.connections.destroy();
		}
		if (this.redis != null) {
			this.redis.destroy();
			this.redis.waitFor(20, TimeUnit.SECONDS);
		}
	}

	@Test
	void grantsUpToTheLimitAndSaysWhatIsSpent() {
		assertThat(get(this.store.spent(WINDOW))).isZero();
		assertThat(get(this.store.reserve(WINDOW, 10, 10))).isEqualTo(new Reservation(true, 10));
		assertThat(get(this.store.reserve(WINDOW, 1, 10))).isEqualTo(new Reservation(false, 10));
		assertThat(get(this.store.add(WINDOW, -4))).isEqualTo(6);
		assertThat(get(this.store.spent(WINDOW))).isEqualTo(6);
		assertThat(get(this.store.add(WINDOW, -100))).isZero();
		assertThat(get(this.store.reserve(new BudgetWindow("other", WINDOW.start(), WINDOW.end()), 5, 10)).spent())
			.isEqualTo(5);
	}

	@Test
	void numbersAreForgottenAfterTheirPeriod() {
		this.store.reserve(WINDOW, 10, 10).block(PATIENCE);
		Duration left = get(this.template.getExpire("together:budget:default:" + WINDOW.start().getEpochSecond()));
		assertThat(left).isBetween(Duration.ofMinutes(119), Duration.ofMinutes(120));
	}

	@Test
	void manyReservationsAtOnceStayWithinTheLimit() {
		List<Reservation> reservations = get(
				Flux.range(0, 200).flatMap((number) -> this.store.reserve(WINDOW, 7, 700), 64).collectList());
		assertThat(reservations).filteredOn(Reservation::granted).hasSize(100);
		assertThat(get(this.store.spent(WINDOW))).isEqualTo(700);
	}

	@Test
	void instanceCountsForItselfWhileRedisIsAway() throws Exception {
		ResilientBudgetStore resilient = new ResilientBudgetStore(this.store, new InMemoryBudgetStore());
		assertThat(get(resilient.reserve(WINDOW, 10, 20)).spent()).isEqualTo(10);
		this.redis.destroy();
		assertThat(this.redis.waitFor(20, TimeUnit.SECONDS)).isTrue();
		assertThat(get(resilient.reserve(WINDOW, 15, 20))).isEqualTo(new Reservation(true, 15));
		assertThat(get(resilient.reserve(WINDOW, 6, 20))).isEqualTo(new Reservation(false, 15));
		this.redis = startRedis();
		awaitRedis();
		assertThat(get(resilient.reserve(WINDOW, 6, 20))).isEqualTo(new Reservation(true, 6));
	}

	private Process startRedis() {
		try {
			return new ProcessBuilder("redis-server", "--port", Integer.toString(this.port), "--bind", "127.0.0.1",
					"--save", "", "--appendonly", "no", "--dir", this.folder.toString())
				.redirectErrorStream(true)
				.redirectOutput(this.folder.resolve("redis.log").toFile())
				.start();
		}
		catch (IOException ex) {
			assumeTrue(false, "redis-server cannot be started here: " + ex.getMessage());
			throw new IllegalStateException(ex);
		}
	}

	private void awaitRedis() {
		this.template.hasKey("anything").retryWhen(Retry.fixedDelay(200, Duration.ofMillis(100))).block(PATIENCE);
	}

	private static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(PATIENCE));
	}

}
