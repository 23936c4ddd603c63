package ai.matey.benchmarks.pacing;

import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRUsage;

/**
 * The "adaptive" retry mode of AWS's SDKs, with their constants: CUBIC with C = 0.4 and
 * beta = 0.7, at least 0.5 requests a second, at most twice what is sent.
 */
final class AwsPacer extends FixedRatePacer {

	private static final double SCALE = 0.4;

	private static final double BETA = 0.7;

	private static final double SMOOTH = 0.8;

	private static final double LOWEST = 0.5;

	private final VirtualTime time;

	private boolean enabled;

	private double lastMaxRate;

	private double lastThrottle;

	private double measured;

	private double bucketTime;

	private int bucketCount;

	AwsPacer(VirtualTime time) {
		super(time, LOWEST);
		this.time = time;
	}

	@Override
	public Disposable acquire(AttemptRequest request, PermitReceiver receiver) {
		if (!this.enabled) {
			receiver.granted(permit());
			return Disposables.disposed();
		}
		return super.acquire(request, receiver);
	}

	@Override
	AttemptPermit permit() {
		return new AttemptPermit() {

			private boolean counted;

			@Override
			public void completed(@Nullable IRUsage usage) {
				counted(false);
			}

			@Override
			public void accepted(ai.matey.ir.@Nullable RateLimits limits) {
				counted(false);
			}

			@Override
			public void failed(AdapterException failure) {
				counted(failure instanceof RateLimitException);
			}

			private void counted(boolean throttled) {
				if (!this.counted) {
					this.counted = true;
					responded(throttled);
				}
			}
		};
	}

	private void responded(boolean throttled) {
		double now = this.time.seconds();
		measure(now);
		double calculated;
		if (throttled) {
			double used = this.enabled ? Math.min(this.measured, rate()) : this.measured;
			this.lastMaxRate = used;
			this.lastThrottle = now;
			this.enabled = true;
			calculated = used * BETA;
		}
		else {
			double window = Math.cbrt(this.lastMaxRate * (1 - BETA) / SCALE);
			double elapsed = now - this.lastThrottle - window;
			calculated = SCALE * elapsed * elapsed * elapsed + this.lastMaxRate;
		}
		rate(Math.max(LOWEST, Math.min(calculated, 2 * this.measured)));
	}

	private void measure(double now) {
		double bucket = Math.floor(now * 2) / 2;
		this.bucketCount++;
		if (bucket > this.bucketTime) {
			double current = this.bucketCount / (bucket - this.bucketTime);
			this.measured = current * SMOOTH + this.measured * (1 - SMOOTH);
			this.bucketCount = 0;
			this.bucketTime = bucket;
		}
	}

}
