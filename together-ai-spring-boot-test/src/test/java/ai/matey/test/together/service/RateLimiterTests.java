package ai.matey.test.together.service;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The token bucket.
 */
class RateLimiterTests {

	@Test
	void rateLimitRefills() {
		long[] now = { 0 };
		RateLimiter limiter = new RateLimiter(2, () -> now[0]);
		assertThat(limiter.take()).isZero();
		assertThat(limiter.take()).isZero();
		assertThat(limiter.take()).isEqualTo(Duration.ofMillis(500));
		now[0] += Duration.ofMillis(500).toNanos();
		assertThat(limiter.take()).isZero();
	}

}
