package ai.matey.autoconfigure.together.middleware;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.data.redis.connection.lettuce.LettuceConnectionFactory;
import org.springframework.data.redis.core.ReactiveStringRedisTemplate;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.middleware.budget.BudgetStore.Reservation;
import ai.matey.middleware.budget.BudgetWindow;
import ai.matey.middleware.budget.InMemoryBudgetStore;
import ai.matey.pacing.redis.RedisServer;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Against a real Redis, which the test starts itself.
 */
@ExtendWith(OutputCaptureExtension.class)
class RedisBudgetStoreTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final BudgetWindow WINDOW = new BudgetWindow("default", Instant.parse("2026-11-01T10:00:00Z"),
			Instant.parse("2026-11-01T11:00:00Z"));

	private final RedisServer redis = RedisServer.start();

	private final LettuceConnectionFactory connections = new LettuceConnectionFactory("127.0.0.1", this.redis.port());

	private final ReactiveStringRedisTemplate template = new ReactiveStringRedisTemplate(connected(this.connections));

	private final RedisBudgetStore store = new RedisBudgetStore(this.template);

	@AfterEach
	void stop() {
		this.connections.destroy();
		this.redis.close();
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
	void instanceCountsForItselfWhileRedisIsAway() {
		ResilientBudgetStore resilient = new ResilientBudgetStore(this.store, new InMemoryBudgetStore());
		assertThat(get(resilient.reserve(WINDOW, 10, 20)).spent()).isEqualTo(10);
		this.redis.kill();
		assertThat(get(resilient.reserve(WINDOW, 15, 20))).isEqualTo(new Reservation(true, 15));
		assertThat(get(resilient.reserve(WINDOW, 6, 20))).isEqualTo(new Reservation(false, 15));
		this.redis.restart();
		this.template.hasKey("anything").retry(100).block(PATIENCE);
		assertThat(get(resilient.reserve(WINDOW, 6, 20))).isEqualTo(new Reservation(true, 6));
	}

	@Test
	void outageOfSomeKeysIsLoggedOnce(CapturedOutput output) {
		ResilientBudgetStore resilient = new ResilientBudgetStore(this.store, new InMemoryBudgetStore());
		BudgetWindow garbage = new BudgetWindow("garbage", WINDOW.start(), WINDOW.end());
		this.template.opsForValue()
			.set("together:budget:garbage:" + WINDOW.start().getEpochSecond(), "1e400 and more")
			.block(PATIENCE);
		for (int i = 0; i < 10; i++) {
			assertThat(get(resilient.reserve(garbage, 1, 1000)).granted()).isTrue();
			assertThat(get(resilient.reserve(WINDOW, 1, 1000)).granted()).isTrue();
		}
		assertThat(output.getAll()).containsOnlyOnce("The store of together.budget does not respond")
			.doesNotContain("responds again");
	}

	private static LettuceConnectionFactory connected(LettuceConnectionFactory connections) {
		connections.afterPropertiesSet();
		connections.start();
		return connections;
	}

	private static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(PATIENCE));
	}

}
