package ai.matey.object;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import ai.matey.observation.MutableClock;
import ai.matey.schema.JsonType;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The memory of refused modes: its time and its bound.
 */
class RefusedModesTests {

	private static final JsonType<Integer> TYPE = JsonType.of(Integer.class);

	private final MutableClock time = new MutableClock();

	private final RefusedModes modes = new RefusedModes(Duration.ofMinutes(1), this.time);

	@Test
	void aRefusalIsForgottenAfterItsTime() {
		this.modes.refused("m", TYPE, 2);
		this.time.advance(Duration.ofSeconds(59));
		assertThat(this.modes.find("m", TYPE)).isEqualTo(2);
		this.time.advance(Duration.ofSeconds(1));
		assertThat(this.modes.find("m", TYPE)).isZero();
	}

	@Test
	void modelsAndTypesAreApart() {
		this.modes.refused("m", TYPE, 1);
		this.modes.refused(null, TYPE, 2);
		assertThat(this.modes.find("n", TYPE)).isZero();
		assertThat(this.modes.find("m", JsonType.of(String.class))).isZero();
		assertThat(this.modes.find(null, TYPE)).isEqualTo(2);
	}

	@Test
	void theOldestIsForgottenBeyondTheBound() {
		for (int i = 0; i <= RefusedModes.LIMIT; i++) {
			this.modes.refused("m" + i, TYPE, 1);
		}
		assertThat(this.modes.find("m0", TYPE)).isZero();
		assertThat(this.modes.find("m1", TYPE)).isOne();
		assertThat(this.modes.find("m" + RefusedModes.LIMIT, TYPE)).isOne();
	}

}
