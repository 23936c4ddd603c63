package ai.matey.middleware;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.RefusedModels;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;

/**
 * Which failures make an alias move on to its next model.
 *
 * @param isOverloadLeftAtOnce whether an overloaded model is left without retries
 * @param isRateLimitLeft whether a model whose rate limit is exceeded is left, too
 * @param totalTimeout the backend's deadline for a whole call, which holds for all models
 * together, or {@code null} if it has none
 */
record FallbackPolicy(boolean isOverloadLeftAtOnce, boolean isRateLimitLeft, @Nullable Duration totalTimeout) {

	boolean movesOn(AdapterException failure) {
		return RefusedModels.isRefusal(failure) || failure.code() == ErrorCode.PROVIDER_OVERLOADED
				|| (this.isRateLimitLeft && failure.code() == ErrorCode.RATE_LIMIT_EXCEEDED);
	}

}
