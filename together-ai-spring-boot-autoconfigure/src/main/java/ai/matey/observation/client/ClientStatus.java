package ai.matey.observation.client;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The state of a client, as its recent calls show it.
 *
 * @param activeStreams the number of running streams
 * @param lastUse when a call of a model was last answered or failed, or {@code null} if
 * none was
 * @param lastSignal the same for all calls, those that ask about the provider included
 * @param problem the worst current problem, a general one first, or {@code null} if there
 * is none
 * @param overloadedModels the models that were overloaded when last called, within the
 * last minute
 * @param recentErrors the calls that failed last, the latest first
 */
public record ClientStatus(int activeStreams, @Nullable Instant lastUse, @Nullable Instant lastSignal,
		@Nullable ClientProblem problem, List<String> overloadedModels, List<CallFailure> recentErrors) {

	public ClientStatus {
		overloadedModels = List.copyOf(overloadedModels);
		recentErrors = List.copyOf(recentErrors);
	}

}
