package ai.matey.middleware.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;

import static org.assertj.core.api.Assertions.assertThat;

class InMemoryBudgetStoreTests {

	private static final Instant MORNING = Instant.parse("2026-11-01T08:00:00Z");

	private final InMemoryBudgetStore store = new InMemoryBudgetStore(2);

	@Test
	void grantsUpToTheLimit() {
		BudgetWindow window = window("a", MORNING);
		assertThat(get(this.store.reserve(window, 10, 10))).isEqualTo(new BudgetStore.Reservation(true, 10));
		assertThat(get(this.store.reserve(window, 1, 10))).isEqualTo(new BudgetStore.Reservation(false, 10));
		assertThat(get(this.store.add(window, -4))).isEqualTo(6);
		assertThat(get(this.store.spent(window))).isEqualTo(6);
	}

	@Test
	void hugeAmountsDoNotOverflow() {
		BudgetWindow window = window("a", MORNING);
		this.store.reserve(window, 10, 10).block();
		assertThat(get(this.store.reserve(window, Long.MAX_VALUE, 10)).granted()).isFalse();
		for (int i = 0; i < 20; i++) {
			assertThat(get(this.store.add(window, Budget.MAX_UNITS))).isPositive();
		}
		assertThat(Budget.units(new BigDecimal("1e40"))).isEqualTo(Budget.MAX_UNITS);
	}

	@Test
	void callThatEndsAfterItsPeriodChangesNothing() {
		this.store.reserve(window("a", MORNING), 10, 10).block();
		BudgetWindow next = window("a", MORNING.plusSeconds(3600));
		this.store.reserve(next, 3, 10).block();
		this.store.add(window("a", MORNING), 7).block();
		assertThat(get(this.store.spent(next))).isEqualTo(3);
	}

	@Test
	void keysBeyondTheLimitShareOneCount() {
		this.store.reserve(window("a", MORNING), 1, 10).block();
		this.store.reserve(window("b", MORNING), 1, 10).block();
		this.store.reserve(window("made up", MORNING), 10, 10).block();
		assertThat(get(this.store.reserve(window("made up, too", MORNING), 1, 10)).granted()).isFalse();
		assertThat(get(this.store.reserve(window("a", MORNING), 1, 10)).granted()).isTrue();
	}

	@Test
	void keysOfPastPeriodsMakeRoom() {
		this.store.reserve(window("a", MORNING), 1, 10).block();
		this.store.reserve(window("b", MORNING), 1, 10).block();
		Instant later = MORNING.plusSeconds(3600);
		this.store.reserve(window("c", later), 10, 10).block();
		assertThat(get(this.store.reserve(window("d", later), 10, 10)).granted()).isTrue();
	}

	private static BudgetWindow window(String key, Instant start) {
		return new BudgetWindow(key, start, start.plusSeconds(3600));
	}

	private static <T> T get(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(Duration.ofSeconds(5)));
	}

}
