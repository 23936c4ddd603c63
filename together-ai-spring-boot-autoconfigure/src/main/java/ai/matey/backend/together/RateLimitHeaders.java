package ai.matey.backend.together;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;

/**
 * What Together's headers say about limits and waits. Recorded answers spell them in
 * several ways and mostly leave them out; an unreadable value counts as absent.
 */
final class RateLimitHeaders {

	private final Clock clock;

	RateLimitHeaders(Clock clock) {
		this.clock = clock;
	}

	@Nullable RateLimits read(HttpHeaders headers) {
		RateLimits.Limit requests = limit(headers, "x-ratelimit-limit", "x-ratelimit-remaining",
				"x-ratelimit-limit-dynamic", "x-ratelimit-remaining-dynamic");
		RateLimits.Limit tokens = limit(headers, "x-ratelimit-limit-tokens", "x-ratelimit-remaining-tokens", null,
				null);
		if (tokens == null) {
			// The vendor's documentation of early 2026 spells the token limits this way.
			tokens = limit(headers, "x-tokenlimit-limit", "x-tokenlimit-remaining", "x-tokenlimit-limit-dynamic",
					"x-tokenlimit-remaining-dynamic");
		}
		Duration reset = seconds(headers.getFirst("x-ratelimit-reset"));
		Duration retryAfter = retryAfter(headers);
		if (requests == null && tokens == null && reset == null && retryAfter == null) {
			return null;
		}
		return new RateLimits(requests, tokens, reset, retryAfter);
	}

	/**
	 * How long the server asks to wait: the most exact header wins.
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
		return (wait != null) ? wait : seconds(headers.getFirst("x-ratelimit-reset"));
	}

	private @Nullable Duration untilDate(String date) {
		try {
			Instant instant = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME.withLocale(Locale.ROOT))
				.toInstant();
			Duration wait = Duration.between(this.clock.instant(), instant);
			return wait.isNegative() ? Duration.ZERO : wait;
		}
		catch (DateTimeException ex) {
			return null;
		}
	}

	private static RateLimits.@Nullable Limit limit(HttpHeaders headers, String limit, String remaining,
			@Nullable String dynamicLimit, @Nullable String dynamicRemaining) {
		Double limitValue = number(headers.getFirst(limit));
		Double remainingValue = number(headers.getFirst(remaining));
		Double dynamicLimitValue = (dynamicLimit != null) ? number(headers.getFirst(dynamicLimit)) : null;
		Double dynamicRemainingValue = (dynamicRemaining != null) ? number(headers.getFirst(dynamicRemaining)) : null;
		if (limitValue == null && remainingValue == null && dynamicLimitValue == null
				&& dynamicRemainingValue == null) {
			return null;
		}
		return new RateLimits.Limit(limitValue, remainingValue, dynamicLimitValue, dynamicRemainingValue);
	}

	private static @Nullable Duration seconds(@Nullable String value) {
		Double seconds = number(value);
		return (seconds != null) ? Duration.ofNanos((long) (seconds * 1_000_000_000)) : null;
	}

	private static @Nullable Double number(@Nullable String value) {
		if (value == null) {
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
