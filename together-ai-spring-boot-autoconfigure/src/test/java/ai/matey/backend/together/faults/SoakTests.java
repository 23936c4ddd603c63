package ai.matey.backend.together.faults;

import java.time.Duration;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * The long runs: {@code ./mvnw verify -Psoak}. The short one belongs into the normal
 * build as soon as the connection is found that one of four runs left in use.
 */
class SoakTests {

	@AfterAll
	static void nothingHasLeaked() {
		Leaks.assertNone();
	}

	@Test
	@Tag("soak")
	void shortRun() {
		new SoakRun().run(Duration.ofSeconds(13), 500);
	}

	@Test
	@Tag("soak")
	void longRun() {
		new SoakRun().run(Duration.ofMinutes(5), 20_000);
	}

}
