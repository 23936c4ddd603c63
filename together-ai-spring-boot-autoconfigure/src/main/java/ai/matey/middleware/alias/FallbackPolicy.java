package ai.matey.middleware.alias;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.RefusedModels;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;

/**
 * Decides which failures make an alias move on to its next model.
 *
 * @param isOverloadLeftAtOnce whether to leave an overloaded model without retries
 * @param isRateLimitLeft whether to leave a model whose rate limit is exceeded as well
 * @param totalTimeout the backend's deadline for a whole call, which applies to all
 * models together, or {@code null} if it has none
 */
record FallbackPolicy(boolean isOverloadLeftAtOnce, boolean isRateLimitLeft, @Nullable Duration totalTimeout) {

	boolean movesOn(AdapterException failure) {
		return RefusedModels.isRefusal(failure) || failure.code() == ErrorCode.PROVIDER_OVERLOADED
				|| (this.isRateLimitLeft && failure.code() == ErrorCode.RATE_LIMIT_EXCEEDED);
	}

}
