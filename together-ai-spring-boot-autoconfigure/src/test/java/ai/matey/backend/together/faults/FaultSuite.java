package ai.matey.backend.together.faults;

import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
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

	@TestFactory
	Stream<DynamicTest> suite() {
		return faults().flatMap((fault) -> fault.kinds()
			.stream()
			.sorted()
			.map((streamed) -> DynamicTest.dynamicTest(fault + (streamed ? ", streamed" : ", plain"),
					() -> fault.run(this.server, streamed))));
	}

	/**
	 * The first call loads classes, which takes longer than some rows' deadlines.
	 */
	@BeforeAll
	void warmUp() {
		try (Rig rig = Rig.setup().server(this.server).start()) {
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
