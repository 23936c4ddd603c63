package ai.matey.pacing;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.AttemptRequest;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.RateLimitException.Kind;

/**
 * Creates the exceptions for calls that cannot be sent in time.
 */
final class Refusals {

	private final String provider;

	Refusals(String provider) {
		this.provider = provider;
	}

	RateLimitException queueFull(AttemptRequest request, @Nullable Duration wait, int maxQueue) {
		return exception(request, Kind.UNKNOWN, wait,
				"together.pacing.max-queue (" + maxQueue + ") calls wait for their turn");
	}

	RateLimitException tooLong(AttemptRequest request, Kind kind, @Nullable Duration wait, Duration maxWait) {
		String expected = (wait != null) ? "it would wait about " + inWords(wait) + " for its turn, more than"
				: "it had no turn within";
		return exception(request, kind, wait, expected + " together.pacing.max-wait (" + inWords(maxWait) + ")");
	}

	private RateLimitException exception(AttemptRequest request, Kind kind, @Nullable Duration wait, String reason) {
		String model = request.call().model();
		String subject = (model != null) ? "model '" + model + "'" : "the request";
		String message = "The call for " + subject + " was not sent: " + reason
				+ ". Calls are paced since the provider rejected some; make fewer calls, or allow a longer wait.";
		return new RateLimitException(kind, wait, message,
				ErrorDetails.of(this.provider, model).withAttempts(request.attempt() - 1), null);
	}

	private static String inWords(Duration duration) {
		return (duration.toMillis() < 1000) ? duration.toMillis() + " ms"
				: Math.round(duration.toMillis() / 1000.0) + " s";
	}

}
