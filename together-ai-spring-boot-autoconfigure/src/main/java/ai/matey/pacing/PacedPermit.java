package ai.matey.pacing;

import java.util.concurrent.atomic.AtomicBoolean;

import org.jspecify.annotations.Nullable;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.RateLimitException.Kind;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;

/**
 * The permit of one attempt, from whose outcome the model's pacer learns.
 */
final class PacedPermit implements AttemptPermit {

	private final ModelPacer pacer;

	private final AttemptRequest request;

	private final long granted;

	private final long tokens;

	private final AtomicBoolean ended = new AtomicBoolean();

	PacedPermit(ModelPacer pacer, AttemptRequest request, long granted, long tokens) {
		this.pacer = pacer;
		this.request = request;
		this.granted = granted;
		this.tokens = tokens;
	}

	@Override
	public void accepted(@Nullable RateLimits limits) {
		if (limits != null) {
			this.pacer.requests().told(limits.requests());
			this.pacer.tokens().told(limits.tokens());
		}
	}

	@Override
	public void completed(@Nullable IRUsage usage) {
		if (!end()) {
			return;
		}
		if (usage != null) {
			long prompt = TokenEstimate.plausible(usage.promptTokens());
			long completion = TokenEstimate.plausible(usage.completionTokens());
			this.pacer.estimate().learn(this.request, prompt, completion);
			if (prompt + completion > 0) {
				this.pacer.settle(prompt + completion - this.tokens);
			}
		}
		this.pacer.concurrency().completed(this.pacer.clock().now(), this.pacer.running());
		this.pacer.ended();
	}

	@Override
	public void failed(AdapterException failure) {
		if (!end()) {
			return;
		}
		if (failure instanceof RateLimitException rejection) {
			rejected(rejection);
		}
		else if (failure.code() == ErrorCode.PROVIDER_OVERLOADED) {
			this.pacer.concurrency().overloaded(this.granted, this.pacer.clock().now(), this.pacer.running());
		}
		this.pacer.ended();
	}

	private void rejected(RateLimitException rejection) {
		RateLimits limits = rejection.rateLimits();
		// An attempt that was not sent uses nothing
		this.pacer.settle(-this.tokens);
		if (rejection.kind() == Kind.TOKENS) {
			this.pacer.tokens().rejected(this.granted, this.tokens, limits, (limits != null) ? limits.tokens() : null);
		}
		else {
			this.pacer.requests().rejected(this.granted, 1, limits, (limits != null) ? limits.requests() : null);
		}
	}

	@Override
	public void cancelled() {
		if (end()) {
			this.pacer.ended();
		}
	}

	private boolean end() {
		return this.ended.compareAndSet(false, true);
	}

}
