package ai.matey.observation.client;

import java.time.Instant;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The status of a client, derived from its recent calls.
 *
 * @param activeStreams the number of running streams
 * @param lastUse when a call to a model last received a response or failed, or {@code
 * null} if none did
 * @param lastSignal when any call, including those that query the provider itself, last
 * received a response or failed, or {@code null} if none did
 * @param problem the worst current problem, preferably a general one, or {@code null} if
 * there is none
 * @param overloadedModels the models that were overloaded when last called, if that was
 * within the last minute
 * @param recentErrors the most recent failures, latest first
 * @since 0.1.0
 */
public record ClientStatus(int activeStreams, @Nullable Instant lastUse, @Nullable Instant lastSignal,
		@Nullable ClientProblem problem, List<String> overloadedModels, List<CallFailure> recentErrors) {

	public ClientStatus {
		overloadedModels = List.copyOf(overloadedModels);
		recentErrors = List.copyOf(recentErrors);
	}

}
