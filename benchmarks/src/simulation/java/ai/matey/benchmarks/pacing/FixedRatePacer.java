package ai.matey.benchmarks.pacing;

import reactor.core.Disposable;
import reactor.core.Disposables;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;

/**
 * A rate that somebody has configured, as client-side limiters have it.
 */
class FixedRatePacer implements BackendPacer {

	private static final double MAX_WAIT = 30;

	private final VirtualTime time;

	private double rate;

	private double next;

	FixedRatePacer(VirtualTime time, double rate) {
		this.time = time;
		this.rate = rate;
	}

	void rate(double rate) {
		this.rate = rate;
	}

	double rate() {
		return this.rate;
	}

	@Override
	public Disposable acquire(AttemptRequest request, PermitReceiver receiver) {
		double now = this.time.seconds();
		double turn = Math.max(now, this.next);
		if (turn - now > MAX_WAIT) {
			receiver.refused(new RateLimitException(RateLimitException.Kind.REQUESTS, null, "Too many calls wait.",
					ErrorDetails.of("simulated", null), null));
			return Disposables.disposed();
		}
		this.next = turn + 1 / this.rate;
		this.time.in(turn - now, () -> receiver.granted(permit()));
		return Disposables.disposed();
	}

	AttemptPermit permit() {
		return AttemptPermit.UNTRACKED;
	}

}
