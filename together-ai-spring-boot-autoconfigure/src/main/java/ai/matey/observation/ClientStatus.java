package ai.matey.observation;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * How a client does, as its recent calls show.
 *
 * @param activeStreams how many streams run
 * @param lastUse when the provider last answered or failed a call other than for its list
 * of models, or {@code null} if it never did
 * @param lastSignal the same for all calls
 * @param problem what keeps the client from working, the worst first, or {@code null} if
 * nothing is known to
 * @param recentErrors the calls that failed last, the latest first
 */
public record ClientStatus(int activeStreams, @Nullable Instant lastUse, @Nullable Instant lastSignal,
		@Nullable ClientProblem problem, List<CallFailure> recentErrors) {

	public ClientStatus {
		recentErrors = List.copyOf(recentErrors);
	}

}
