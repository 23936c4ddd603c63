package ai.matey.backend.together.faults;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;

import ai.matey.test.together.FakeTogether;

/**
 * Runs a table of faults, each for plain and streamed calls where both can meet it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class FaultSuite {

	private final FakeTogether server = Rig.startServer(1000);

	abstract Stream<Fault> faults();

	/** The rows that do not hold here, and why. */
	Map<String, String> differences() {
		return Map.of();
	}

	FakeTogether server() {
		return this.server;
	}

	/** What every row begins with. */
	Rig.Setup setup() {
		return Rig.setup().server(this.server);
	}

	@TestFactory
	Stream<DynamicTest> suite() {
		return faults().flatMap((fault) -> fault.kinds()
			.stream()
			.sorted()
			.map((streamed) -> DynamicTest.dynamicTest(fault + (streamed ? ", streamed" : ", plain"),
					() -> run(fault, streamed))));
	}

	private void run(Fault fault, boolean streamed) {
		String difference = differences().get(fault.toString());
		Assumptions.assumeTrue(difference == null, difference);
		fault.run(setup(), streamed);
	}

	/**
	 * The first call loads classes, which takes longer than some rows' deadlines.
	 */
	@BeforeAll
	void warmUp() {
		try (Rig rig = setup().start()) {
			rig.text(false);
			rig.text(true);
		}
	}

	@AfterAll
	void nothingIsLeft() {
		this.server.awaitNoConnections(Await.PATIENCE);
		this.server.close();
		Leaks.assertNone();
	}

}
