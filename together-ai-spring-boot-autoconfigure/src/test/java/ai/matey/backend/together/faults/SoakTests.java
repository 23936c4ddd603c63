package ai.matey.backend.together.faults;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The long run: {@code ./mvnw verify -Psoak}. The short one is part of every build.
 */
class SoakTests {

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@Test
	void shortRun() {
		new SoakRun().run(Duration.ofSeconds(13), 500);
	}

	@Test
	@Tag("soak")
	void longRun() {
		new SoakRun().run(Duration.ofMinutes(5), 20_000);
	}

}
