package ai.matey.test.together;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * A token bucket with the headers that the service sends. It holds one second's worth of
 * requests, at least one. Thread-safe.
 */
final class RateLimit {

	private final double perSecond;

	private final double capacity;

	private final LongSupplier nanoTime;

	private double available;

	private long refilledAt;

	RateLimit(double perSecond, LongSupplier nanoTime) {
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
	 * Takes one request out of the bucket.
	 * @return the wait until the next one is there, zero if this one was
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

	Script apply(Script answer) {
		return headers(answer, false, this.perSecond, remaining(), Duration.ZERO);
	}

	Script rejection(Duration wait) {
		return rejection(this.perSecond, wait);
	}

	static Script rejection(double perSecond, Duration wait) {
		String message = "Made up by FakeTogether: too many requests, the limit is %s per second."
			.formatted(plain(perSecond));
		Script reply = Script.json(429, Json.indented(Problem.body("fake-limit", message, "rate_limit", null, null)));
		return headers(reply, true, perSecond, 0, wait);
	}

	private synchronized int remaining() {
		return (int) this.available;
	}

	private static Script headers(Script reply, boolean limited, double perSecond, int remaining, Duration wait) {
		String seconds = Long.toString(wait.plusNanos(999_999_999).toSeconds());
		return reply.header("x-ratelimit", Boolean.toString(limited))
			.header("x-ratelimit-limit", plain(perSecond))
			.header("x-ratelimit-remaining", Integer.toString(remaining))
			.header("x-ratelimit-reset", seconds)
			.header("retry-after", seconds);
	}

	private static String plain(double number) {
		return BigDecimal.valueOf(number).setScale(10, RoundingMode.HALF_UP).stripTrailingZeros().toPlainString();
	}

}
