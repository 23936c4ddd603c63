package ai.matey.test.together.service;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.LongSupplier;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.Script;

/**
 * A token bucket with the rate limit headers of the service. Its capacity is the number
 * of requests per second, but at least one. Thread-safe.
 */
public final class RateLimiter {

	private final double perSecond;

	private final double capacity;

	private final LongSupplier nanoTime;

	private double available;

	private long refilledAt;

	RateLimiter(double perSecond, LongSupplier nanoTime) {
		this.perSecond = perSecond;
		this.capacity = Math.max(1, perSecond);
		this.nanoTime = nanoTime;
		refill();
	}

	synchronized void refill() {
		this.available = this.capacity;
		this.refilledAt = this.nanoTime.getAsLong();
	}

	/**
	 * Take one request from the bucket.
	 * @return zero if there was one, otherwise the time until the next one
	 */
	synchronized Duration take() {
		long now = this.nanoTime.getAsLong();
		this.available = Math.min(this.capacity, this.available + (now - this.refilledAt) * this.perSecond / 1e9);
		this.refilledAt = now;
		if (this.available >= 1) {
			this.available -= 1;
			return Duration.ZERO;
		}
		return Duration.ofNanos((long) Math.ceil((1 - this.available) * 1e9 / this.perSecond));
	}

	/**
	 * Return the response with the rate limit headers.
	 */
	Script apply(Script response) {
		return headers(response, false, this.perSecond, remaining(), Duration.ZERO);
	}

	Script rejection(Duration wait) {
		return rejection(this.perSecond, wait);
	}

	/**
	 * Return the response to a request over the limit.
	 * @param perSecond the limit in requests per second
	 * @param wait the time to wait, sent in whole seconds, rounded up
	 */
	public static Script rejection(double perSecond, Duration wait) {
		String message = "Made up by FakeTogether: too many requests, the limit is %s per second."
			.formatted(plain(perSecond));
		Script response = Script.json(429,
				Json.indented(ApiException.body("fake-limit", message, "rate_limit", null, null)));
		return headers(response, true, perSecond, 0, wait);
	}

	private synchronized int remaining() {
		return (int) this.available;
	}

	private static Script headers(Script response, boolean limited, double perSecond, int remaining, Duration wait) {
		String seconds = Long.toString(wait.plusNanos(999_999_999).toSeconds());
		return response.header("x-ratelimit", Boolean.toString(limited))
			.header("x-ratelimit-limit", plain(perSecond))
			.header("x-ratelimit-remaining", Integer.toString(remaining))
			.header("x-ratelimit-reset", seconds)
			.header("retry-after", seconds);
	}

	private static String plain(double number) {
		return BigDecimal.valueOf(number).setScale(10, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
