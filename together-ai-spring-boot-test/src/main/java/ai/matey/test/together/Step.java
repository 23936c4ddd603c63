package ai.matey.test.together;

import java.time.Duration;
import java.util.function.Function;

/**
 * One step of a reply's body.
 */
sealed interface Step {

	/**
	 * Sends bytes, which may depend on the request: chunks carry its model.
	 */
	record Write(Function<RecordedRequest, byte[]> bytes) implements Step {

		static Write of(byte[] bytes) {
			return new Write((request) -> bytes);
		}

	}

	/**
	 * Sends the same bytes for as long as the client reads.
	 */
	record Endless(Function<RecordedRequest, byte[]> bytes) implements Step {
	}

	/**
	 * Sends nothing for a while.
	 */
	record Pause(Duration length) implements Step {
	}

}
