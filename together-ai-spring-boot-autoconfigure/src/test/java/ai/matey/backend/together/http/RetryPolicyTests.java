package ai.matey.backend.together.http;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.NetworkException;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class RetryPolicyTests {

	private static final TogetherRetry SETTINGS = new TogetherRetry(5, Duration.ofMillis(100), 3,
			Duration.ofMillis(700), 0.5, Duration.ofSeconds(10));

	private final RetryPolicy policy = new RetryPolicy(SETTINGS, () -> 0);

	@Test
	void backoffGrowsToItsLimit() {
		assertThat(waits(this.policy)).containsExactly(Duration.ofMillis(100), Duration.ofMillis(300),
				Duration.ofMillis(700), Duration.ofMillis(700), null);
	}

	@Test
	void jitterShortens() {
		assertThat(waits(new RetryPolicy(SETTINGS, () -> 1))).containsExactly(Duration.ofMillis(50),
				Duration.ofMillis(150), Duration.ofMillis(350), Duration.ofMillis(350), null);
	}

	@Test
	void oneAttemptMeansNoRetry() {
		RetryPolicy off = new RetryPolicy(SETTINGS.withMaxAttempts(1), () -> 0);
		assertThat(off.waitBeforeNext(provider(503, null), 1, null)).isNull();
	}

	@Test
	void requestsOwnNumberWins() {
		assertThat(this.policy.waitBeforeNext(provider(503, null), 1, 1)).isNull();
		assertThat(this.policy.waitBeforeNext(provider(503, null), 6, 7)).isNotNull();
		assertThat(this.policy.waitBeforeNext(provider(503, null), 7, 7)).isNull();
	}

	@Test
	void askedWaitWinsOverBackoffAndJitter() {
		RetryPolicy jittery = new RetryPolicy(SETTINGS, () -> 1);
		assertThat(jittery.waitBeforeNext(provider(503, Duration.ofSeconds(7)), 1, null))
			.isEqualTo(Duration.ofSeconds(7));
		assertThat(jittery.waitBeforeNext(provider(503, Duration.ZERO), 1, null)).isZero();
		assertThat(jittery.waitBeforeNext(provider(503, Duration.ofSeconds(10)), 1, null))
			.isEqualTo(Duration.ofSeconds(10));
	}

	@Test
	void tooLongAWaitFailsAtOnce() {
		Duration wait = Duration.ofMillis(10_001);
		RateLimitException limited = new RateLimitException(RateLimitException.Kind.TOKENS, wait, "Limited.",
				details(429, wait), null);
		RateLimitException failure = catchThrowableOfType(RateLimitException.class,
				() -> this.policy.waitBeforeNext(limited, 1, null));
		assertThat(failure).hasMessage("Limited. The server asked to wait PT10.001S, which is longer than "
				+ "together.retry.max-wait (PT10S); the request was not retried.");
		assertThat(failure.retryAfter()).isEqualTo(wait);
		assertThat(failure.kind()).isEqualTo(RateLimitException.Kind.TOKENS);
		assertThat(failure.details()).isSameAs(limited.details());
	}

	@Test
	void connectionsAreRetriedOnlyBeforeAnAnswer() {
		assertThat(this.policy.waitBeforeNext(network(null, true), 1, null)).isNotNull();
		assertThat(this.policy.waitBeforeNext(network(200, true), 1, null)).isNull();
		assertThat(this.policy.waitBeforeNext(network(null, false), 1, null)).isNull();
	}

	@Test
	void ownDeadlinesAreNotRetried() {
		assertThat(this.policy.waitBeforeNext(
				new ProviderException(ErrorCode.PROVIDER_TIMEOUT, true, "Too slow", details(null, null), null), 1,
				null))
			.isNull();
	}

	@Test
	void hopelessFailuresAreNotRetried() {
		ErrorDetails details = details(400, null);
		for (AdapterException failure : List.of(
				new ValidationException(ErrorCode.INVALID_REQUEST, null, "No", details, null),
				new AuthenticationException(ErrorCode.INVALID_API_KEY, false, "No", details, null),
				new AdapterConversionException("No", details, null),
				new StreamException(ErrorCode.STREAM_INTERRUPTED, true, null, "No", details(200, null), null))) {
			assertThat(this.policy.waitBeforeNext(failure, 1, null)).as(failure.toString()).isNull();
		}
	}

	private static List<@Nullable Duration> waits(RetryPolicy policy) {
		return IntStream.rangeClosed(1, 5)
			.mapToObj((attempt) -> policy.waitBeforeNext(provider(503, null), attempt, null))
			.collect(Collectors.toList());
	}

	private static ProviderException provider(int status, @Nullable Duration wait) {
		return new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "Full", details(status, wait), null);
	}

	private static NetworkException network(@Nullable Integer status, boolean retryable) {
		return new NetworkException(ErrorCode.NETWORK_ERROR, retryable, "Broken", details(status, null), null);
	}

	private static ErrorDetails details(@Nullable Integer status, @Nullable Duration wait) {
		RateLimits limits = (wait != null) ? new RateLimits(null, null, null, wait) : null;
		return new ErrorDetails("together_ai", "a/b", status, null, null, null, null, limits, Map.of(), null, 1);
	}

}
