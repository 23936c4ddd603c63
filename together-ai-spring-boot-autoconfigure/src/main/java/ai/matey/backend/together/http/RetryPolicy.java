package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.function.DoubleSupplier;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.error.ClientProperties;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.AdapterException;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.RateLimits;

/**
 * Decides whether and when a request is retried. A stream that failed after it had
 * started, which is a {@link ai.matey.errors.StreamException}, is never retried, and
 * neither is a call that exceeded one of its deadlines.
 */
public final class RetryPolicy {

	private final TogetherRetry settings;

	private final DoubleSupplier random;

	/**
	 * Create a policy.
	 * @param settings the settings of retries
	 * @param random supplies numbers from 0 to 1 for the jitter
	 */
	public RetryPolicy(TogetherRetry settings, DoubleSupplier random) {
		this.settings = settings;
		this.random = random;
	}

	/**
	 * Return the wait before the next attempt.
	 * @param failure the error of the attempt
	 * @param attempt the number of the attempt, starting with 1
	 * @param maxAttempts the maximum number of attempts set by the request, or {@code
	 * null}
	 * @return the wait, or {@code null} if the request must not be retried
	 * @throws AdapterException if the server asks for a longer wait than is allowed
	 */
	@Nullable Duration waitBeforeNext(AdapterException failure, int attempt, @Nullable Integer maxAttempts) {
		int most = (maxAttempts != null) ? maxAttempts : this.settings.maxAttempts();
		if (attempt >= most || !isRetried(failure)) {
			return null;
		}
		Duration asked = askedWait(failure);
		if (asked == null) {
			return backoff(attempt);
		}
		if (asked.compareTo(this.settings.maxWait()) > 0) {
			throw tooLong(failure, asked);
		}
		return asked;
	}

	private AdapterException tooLong(AdapterException failure, Duration asked) {
		String message = failure.getMessage() + " The server asked to wait " + asked + ", which is longer than "
				+ ClientProperties.of(failure.details().client(), "together.retry.max-wait") + " ("
				+ this.settings.maxWait() + "); the request was not retried.";
		return (failure instanceof RateLimitException limited)
				? new RateLimitException(limited.kind(), limited.retryAfter(), message, failure.details(),
						failure.getCause())
				: new ProviderException(failure.code(), true, message, failure.details(), failure.getCause());
	}

	/**
	 * A network failure may be retried only before the response, when there is no status.
	 * A provider failure may be retried only if it came from the provider, which means
	 * that there is a status.
	 */
	private static boolean isRetried(AdapterException failure) {
		if (!failure.isRetryable()) {
			return false;
		}
		if (failure instanceof NetworkException) {
			return failure.status() == null;
		}
		return (failure instanceof RateLimitException || failure instanceof ProviderException)
				&& failure.status() != null;
	}

	private static @Nullable Duration askedWait(AdapterException failure) {
		RateLimits limits = failure.rateLimits();
		return (limits != null) ? limits.retryAfter() : null;
	}

	private Duration backoff(int attempt) {
		double factor = Math.pow(this.settings.multiplier(), attempt - 1);
		double millis = Math.min(millis(this.settings.initialBackoff()) * factor, millis(this.settings.maxBackoff()));
		return Duration.ofMillis((long) (millis * (1 - this.settings.jitter() * this.random.getAsDouble())));
	}

	private static double millis(Duration duration) {
		return (double) duration.toMillis();
	}

}
