package ai.matey.autoconfigure.together;

import reactor.blockhound.BlockHound;
import reactor.blockhound.integration.BlockHoundIntegration;

/**
 * Lets the event loops of the test server wait for its locks, which are held for moments.
 * An error thrown out of a waiting lock leaves it broken, and whoever waits next hangs.
 */
public final class FakeServerMayLock implements BlockHoundIntegration {

	@Override
	public void applyTo(BlockHound.Builder builder) {
		String log = "ai.matey.test.together.RequestLog";
		builder.allowBlockingCallsInside(log, "begin")
			.allowBlockingCallsInside(log, "await")
			.allowBlockingCallsInside(log, "change")
			.allowBlockingCallsInside(log, "locked");
		String book = "ai.matey.test.together.ReplyBook";
		builder.allowBlockingCallsInside(book, "clear");
		builder.allowBlockingCallsInside(book, "locked");
		builder.allowBlockingCallsInside(book, "next");
	}

}
