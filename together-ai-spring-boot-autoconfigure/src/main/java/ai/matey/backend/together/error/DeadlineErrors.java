package ai.matey.backend.together.error;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;

/**
 * Creates the errors of exceeded deadlines.
 */
public final class DeadlineErrors {

	private DeadlineErrors() {
	}

	static String message(Attempt attempt, String name, @Nullable Duration limit) {
		String phase = switch (name) {
			case "first-token" -> "sent no token";
			case "idle" -> "stopped sending";
			case "response" -> "did not send a complete response";
			default -> "did not finish";
		};
		return "Together AI " + phase + " within " + attempt.ownProperties("together.timeout." + name) + " (" + limit
				+ ") for " + attempt.subject() + ".";
	}

	/**
	 * Return the error of a response whose reader requests no data when a deadline
	 * passes.
	 * @param attempt the attempt
	 * @param name the name of the deadline
	 * @param limit the limit
	 * @return the error, which does not blame the provider
	 */
	public static AdapterException unread(Attempt attempt, String name, @Nullable Duration limit) {
		return new StreamException(ErrorCode.STREAM_INTERRUPTED, false, null,
				"The response for " + attempt.subject() + " was cancelled: its reader was requesting no data when "
						+ "together.timeout." + name + " (" + limit + ") was exceeded.",
				attempt.details(), null);
	}

	/**
	 * Return the error of an attempt that was waiting for its turn when a deadline
	 * passed.
	 * @param attempt the last attempt that was sent
	 * @param name the name of the deadline
	 * @param limit the limit
	 * @return the error, which does not blame the provider
	 */
	public static AdapterException waiting(Attempt attempt, String name, @Nullable Duration limit) {
		return new RateLimitException(RateLimitException.Kind.UNKNOWN, null,
				"The call for " + attempt.subject() + " was still waiting for its turn when together.timeout." + name
						+ " (" + limit + ") was exceeded. Make fewer calls, or allow more time.",
				attempt.details(), null);
	}

	public static AdapterException exceeded(Attempt attempt, String name, @Nullable Duration limit) {
		return new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, message(attempt, name, limit), attempt.details(),
				null);
	}

}
