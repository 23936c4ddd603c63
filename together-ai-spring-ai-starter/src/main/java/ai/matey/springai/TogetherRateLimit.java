package ai.matey.springai;

import java.time.Duration;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.metadata.RateLimit;

import ai.matey.ir.RateLimits;

/**
 * The rate limits reported by Together, which apply per second. Spring AI supports only
 * whole numbers, so limits are rounded up and remaining amounts are rounded down. A value
 * that Together did not send is 0, as elsewhere in Spring AI. {@link #limits()} returns
 * the exact values.
 *
 * @param limits the exact values
 * @since 0.1.0
 */
public record TogetherRateLimit(RateLimits limits) implements RateLimit {

	public TogetherRateLimit {
		Objects.requireNonNull(limits, "limits must not be null");
	}

	@Override
	public Long getRequestsLimit() {
		return limit(this.limits.requests());
	}

	@Override
	public Long getRequestsRemaining() {
		return remaining(this.limits.requests());
	}

	@Override
	public Duration getRequestsReset() {
		return reset();
	}

	@Override
	public Long getTokensLimit() {
		return limit(this.limits.tokens());
	}

	@Override
	public Long getTokensRemaining() {
		return remaining(this.limits.tokens());
	}

	@Override
	public Duration getTokensReset() {
		return reset();
	}

	private Duration reset() {
		Duration reset = this.limits.reset();
		return (reset != null) ? reset : Duration.ZERO;
	}

	private static Long limit(RateLimits.@Nullable Limit limit) {
		return (limit != null && limit.limit() != null) ? (long) Math.ceil(limit.limit()) : 0L;
	}

	private static Long remaining(RateLimits.@Nullable Limit limit) {
		return (limit != null && limit.remaining() != null) ? (long) Math.floor(limit.remaining()) : 0L;
	}

}
