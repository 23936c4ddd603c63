package ai.matey.backend.together.error;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.http.HttpHeaders;

import ai.matey.ir.RateLimits;
import ai.matey.ir.RateLimits.Limit;

import static org.assertj.core.api.Assertions.assertThat;

class RateLimitHeadersTests {

	private static final Instant NOW = Instant.parse("2026-05-31T12:00:00Z");

	@Test
	void noHeadersAreTheNormalCase() {
		assertThat(read()).isNull();
		assertThat(read("content-type", "application/json", "x-ratelimit", "true")).isNull();
	}

	@Test
	void readsRequestsAndTokens() {
		RateLimits limits = read("x-ratelimit-limit", "10", "x-ratelimit-remaining", "17", "x-ratelimit-limit-tokens",
				"3000", "x-ratelimit-remaining-tokens", "2631", "x-ratelimit-reset", "1", "retry-after", "2");
		assertThat(limits.requests()).isEqualTo(new Limit(10.0, 17.0, null, null));
		assertThat(limits.tokens()).isEqualTo(new Limit(3000.0, 2631.0, null, null));
		assertThat(limits.reset()).isEqualTo(Duration.ofSeconds(1));
		assertThat(limits.retryAfter()).isEqualTo(Duration.ofSeconds(2));
	}

	@Test
	void readsFractions() {
		assertThat(read("x-ratelimit-limit", "0.1666666667").requests().limit()).isEqualTo(0.1666666667);
		assertThat(read("x-ratelimit-reset", " 0.25 ").reset()).isEqualTo(Duration.ofMillis(250));
	}

	@Test
	void readsDynamicLimits() {
		assertThat(read("x-ratelimit-limit-dynamic", "2", "x-ratelimit-remaining-dynamic", "1").requests())
			.isEqualTo(new Limit(null, null, 2.0, 1.0));
	}

	@Test
	void readsTheOtherSpellingOfTokens() {
		assertThat(read("x-tokenlimit-limit", "100", "x-tokenlimit-remaining", "99", "x-tokenlimit-limit-dynamic", "50",
				"x-tokenlimit-remaining-dynamic", "49")
			.tokens()).isEqualTo(new Limit(100.0, 99.0, 50.0, 49.0));
		assertThat(read("x-ratelimit-limit-tokens", "1", "x-tokenlimit-limit", "2", "x-tokenlimit-limit-dynamic", "3")
			.tokens()).isEqualTo(new Limit(1.0, null, 3.0, null));
	}

	@Test
	void namesAreFoundInAnyCase() {
		assertThat(read("X-RateLimit-Remaining", "0").requests().remaining()).isZero();
		assertThat(read("X-TokenLimit-Remaining", "0").tokens().remaining()).isZero();
	}

	@ParameterizedTest
	@CsvSource({ "0,0", "2,2000", "0.5,500", "2147483648,2147483648000" })
	void retryAfterIsInSeconds(String value, long millis) {
		assertThat(read("retry-after", value).retryAfter()).isEqualTo(Duration.ofMillis(millis));
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|', value = { "Sun, 31 May 2026 12:00:05 GMT|5", "Sun, 31 May 2026 11:59:00 GMT|0",
			"Sun, 31 May 2026 14:00:10 +0200|10", "Sunday, 31-May-26 12:00:07 GMT|7", "Sun May 31 12:00:09 2026|9",
			"Mon Jun  1 12:00:00 2026|86400", "Tuesday, 31-May-77 12:00:00 GMT|0" })
	void retryAfterMayBeADate(String value, long seconds) {
		assertThat(read("retry-after", value).retryAfter()).isEqualTo(Duration.ofSeconds(seconds));
	}

	@Test
	void theMostExactWaitWins() {
		assertThat(read("retry-after-ms", "1500", "retry-after", "2", "x-ratelimit-reset", "3").retryAfter())
			.isEqualTo(Duration.ofMillis(1500));
		assertThat(read("retry-after", "2", "x-ratelimit-reset", "3").retryAfter()).isEqualTo(Duration.ofSeconds(2));
		assertThat(read("x-ratelimit-reset", "3").retryAfter()).isEqualTo(Duration.ofSeconds(3));
		assertThat(read("retry-after", "soon", "x-ratelimit-reset", "3").retryAfter()).isEqualTo(Duration.ofSeconds(3));
		assertThat(read("retry-after-ms", "soon", "retry-after", "4").retryAfter()).isEqualTo(Duration.ofSeconds(4));
	}

	@ParameterizedTest
	@ValueSource(strings = { "", "-1", "NaN", "Infinity", "soon", "1,2", "--", "0x1p0", "1d", "1f",
			"Someday, 31-May-26 12:00:07 GMT", "Sun May 31 2026" })
	void unreadableValuesCountAsAbsent(String value) {
		assertThat(read("x-ratelimit-limit", value, "x-ratelimit-reset", value, "retry-after", value,
				"x-tokenlimit-limit", value))
			.isNull();
	}

	@Test
	void anAbsurdWaitIsNoError() {
		assertThat(read("retry-after", "1e300").retryAfter()).isGreaterThan(Duration.ofDays(1));
	}

	@ParameterizedTest
	@ValueSource(ints = { 200, 400, 500, 503, 529 })
	void resetOfTheLimitsAsksOnlyTheRejectedToWait(int status) {
		RateLimits limits = read(status, "x-ratelimit-reset", "3");
		assertThat(limits.reset()).isEqualTo(Duration.ofSeconds(3));
		assertThat(limits.retryAfter()).isNull();
		assertThat(read(status, "retry-after", "2", "x-ratelimit-reset", "3").retryAfter())
			.isEqualTo(Duration.ofSeconds(2));
	}

	private static RateLimits read(String... namesAndValues) {
		return read(429, namesAndValues);
	}

	private static RateLimits read(int status, String... namesAndValues) {
		HttpHeaders headers = new HttpHeaders();
		for (int i = 0; i < namesAndValues.length; i += 2) {
			headers.add(namesAndValues[i], namesAndValues[i + 1]);
		}
		return new RateLimitHeaders(Clock.fixed(NOW, ZoneOffset.UTC)).read(headers, status);
	}

}
