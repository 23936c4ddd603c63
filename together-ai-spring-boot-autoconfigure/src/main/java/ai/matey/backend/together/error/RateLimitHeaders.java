package ai.matey.backend.together.error;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;

import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;

/**
 * Reads Together's headers for rate limits and waits. Recorded responses use several
 * spellings and mostly omit them. An invalid value is treated as absent.
 */
public final class RateLimitHeaders {

	private static final int TOO_MANY_REQUESTS = 429;

	private final Clock clock;

	public RateLimitHeaders(Clock clock) {
		this.clock = clock;
	}

	/**
	 * Read the limits.
	 * @param headers the headers of a response
	 * @param status the status of the response, or the one implied by an error inside it;
	 * only a rejected request has to wait until the limits are reset
	 * @return the limits, or {@code null} if the headers contain none
	 */
	public @Nullable RateLimits read(HttpHeaders headers, int status) {
		RateLimits.Limit requests = limit(number(headers, "x-ratelimit-limit"),
				number(headers, "x-ratelimit-remaining"), number(headers, "x-ratelimit-limit-dynamic"),
				number(headers, "x-ratelimit-remaining-dynamic"));
		// The second spellings are from the vendor's documentation of early 2026.
		RateLimits.Limit tokens = limit(number(headers, "x-ratelimit-limit-tokens", "x-tokenlimit-limit"),
				number(headers, "x-ratelimit-remaining-tokens", "x-tokenlimit-remaining"),
				number(headers, "x-tokenlimit-limit-dynamic"), number(headers, "x-tokenlimit-remaining-dynamic"));
		Duration reset = seconds(headers.getFirst("x-ratelimit-reset"));
		Duration retryAfter = retryAfter(headers);
		if (retryAfter == null && status == TOO_MANY_REQUESTS) {
			retryAfter = reset;
		}
		if (requests == null && tokens == null && reset == null && retryAfter == null) {
			return null;
		}
		return new RateLimits(requests, tokens, reset, retryAfter);
	}

	/**
	 * Return how long the server asks to wait. The most precise header takes precedence.
	 */
	private @Nullable Duration retryAfter(HttpHeaders headers) {
		Double millis = number(headers.getFirst("retry-after-ms"));
		if (millis != null) {
			return Duration.ofNanos((long) (millis * 1_000_000));
		}
		String retryAfter = headers.getFirst(HttpHeaders.RETRY_AFTER);
		Duration wait = seconds(retryAfter);
		if (wait == null && retryAfter != null) {
			wait = untilDate(retryAfter.strip());
		}
		return wait;
	}

	private @Nullable Duration untilDate(String date) {
		Instant now = this.clock.instant();
		Instant instant = HttpDates.parse(date, now);
		if (instant == null) {
			return null;
		}
		Duration wait = Duration.between(now, instant);
		return wait.isNegative() ? Duration.ZERO : wait;
	}

	private static RateLimits.@Nullable Limit limit(@Nullable Double limit, @Nullable Double remaining,
			@Nullable Double dynamicLimit, @Nullable Double dynamicRemaining) {
		if (limit == null && remaining == null && dynamicLimit == null && dynamicRemaining == null) {
			return null;
		}
		return new RateLimits.Limit(limit, remaining, dynamicLimit, dynamicRemaining);
	}

	private static @Nullable Double number(HttpHeaders headers, String... names) {
		for (String name : names) {
			Double number = number(headers.getFirst(name));
			if (number != null) {
				return number;
			}
		}
		return null;
	}

	private static @Nullable Duration seconds(@Nullable String value) {
		Double seconds = number(value);
		return (seconds != null) ? Duration.ofNanos((long) (seconds * 1_000_000_000)) : null;
	}

	private static @Nullable Double number(@Nullable String value) {
		// Java accepts more notations than HTTP, such as 0x1p0.
		if (value == null || !value.strip().chars().allMatch((c) -> "0123456789.eE+-".indexOf(c) >= 0)) {
			return null;
		}
		try {
			double number = Double.parseDouble(value.strip());
			return (Double.isFinite(number) && number >= 0) ? Double.valueOf(number) : null;
		}
		catch (NumberFormatException ex) {
			return null;
		}
	}

}
