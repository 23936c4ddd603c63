package ai.matey.backend.together.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;

/**
 * Creates the errors of deadlines that were exceeded.
 */
public final class DeadlineErrors {

	private DeadlineErrors() {
	}

	static String message(Attempt attempt, String name, @Nullable Duration limit) {
		String phase = switch (name) {
			case "first-token" -> "sent no token";
			case "idle" -> "stopped sending";
			case "response" -> "did not answer in full";
			default -> "did not finish";
		};
		return "Together AI " + phase + " within " + attempt.ownProperties("together.timeout." + name) + " (" + limit
				+ ") for " + attempt.subject() + ".";
	}

	public static AdapterException exceeded(Attempt attempt, String name, @Nullable Duration limit) {
		return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, message(attempt, name, limit), attempt.details(),
				null);
	}

}
