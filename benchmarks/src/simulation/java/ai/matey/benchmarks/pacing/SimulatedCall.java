package ai.matey.benchmarks.pacing;

import java.time.Duration;
import java.util.Map;
import java.util.Random;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.RateLimits;

/**
 * A call with its attempts.
 */
final class SimulatedCall implements PermitReceiver {

	private static final BackendCall CALL = BackendCall.of("simulated", BackendCall.Operation.CHAT, "model");

	private final VirtualTime time;

	private final Service service;

	private final Figures figures;

	private final RetryRule retry;

	private final Random random;

	private final int instance;

	private final BackendPacer pacer;

	private final double arrived;

	private int attempt;

	private boolean ended;

	SimulatedCall(VirtualTime time, Service service, Figures figures, RetryRule retry, Random random, int instance,
			BackendPacer pacer) {
		this.time = time;
		this.service = service;
		this.figures = figures;
		this.retry = retry;
		this.random = random;
		this.instance = instance;
		this.pacer = pacer;
		this.arrived = time.seconds();
	}

	void begin() {
		this.figures.called();
		next();
	}

	private void next() {
		this.attempt++;
		this.pacer.acquire(new AttemptRequest(CALL, this.attempt, 400, null), this);
	}

	@Override
	public void refused(AdapterException reason) {
		end();
		this.figures.refused();
	}

	@Override
	public void granted(AttemptPermit permit) {
		double sent = this.time.seconds();
		this.service.send((verdict) -> {
			this.figures.verdict(this.time.seconds(), verdict.status());
			if (verdict.status() == 200) {
				permit.accepted(null);
				end();
				this.figures.succeeded(sent, this.instance, sent - this.arrived);
			}
			else {
				permit.failed(failure(verdict));
				again(verdict);
			}
		}, () -> permit.completed(null));
	}

	private void again(Service.Verdict verdict) {
		double wait = this.retry.wait(this.attempt, verdict, this.random);
		if (wait < 0) {
			end();
			this.figures.failed();
		}
		else {
			this.time.in(wait, this::next);
		}
	}

	private void end() {
		if (this.ended) {
			throw new IllegalStateException("A call ended twice");
		}
		this.ended = true;
	}

	private static AdapterException failure(Service.Verdict verdict) {
		Duration reset = Duration.ofNanos((long) (verdict.reset() * VirtualTime.SECOND));
		RateLimits limits = (verdict.status() == 429) ? new RateLimits(null, null, reset, reset) : null;
		ErrorDetails details = new ErrorDetails("simulated", "model", verdict.status(), null, null, null, null, limits,
				Map.of(), null, 1);
		return (verdict.status() == 429)
				? new RateLimitException(RateLimitException.Kind.REQUESTS, reset, "Too many requests.", details, null)
				: new ProviderException(ErrorCode.PROVIDER_OVERLOADED, true, "Overloaded.", details, null);
	}

}
