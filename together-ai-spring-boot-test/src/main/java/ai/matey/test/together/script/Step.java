package ai.matey.test.together.script;

import java.time.Duration;
import java.util.function.Function;

/**
 * One step of the body of a response.
 */
public sealed interface Step {

	/**
	 * Send bytes that may depend on the request: chunks contain its model.
	 */
	record Write(Function<ReceivedRequest, byte[]> bytes) implements Step {

		public static Write of(byte[] bytes) {
			return new Write((request) -> bytes);
		}

	}

	/**
	 * Send the same bytes for as long as the client reads.
	 */
	record Endless(Function<ReceivedRequest, byte[]> bytes) implements Step {
	}

	/**
	 * Send nothing for a while.
	 */
	record Pause(Duration length) implements Step {
	}

}
