package ai.matey.benchmarks.pacing;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;

import ai.matey.adapter.BackendPacer;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingClock;
import ai.matey.pacing.PacingSettings;

/**
 * A way to live with a rate limit.
 */
enum Contender {

	/** Our retry alone. */
	RETRY("our retry, no pacing", RetryRule.OURS),

	/** The official SDK. */
	SDK("official SDK's retry", RetryRule.SDK),

	/** A fixed rate: nine tenths of the limit at the beginning, shared by all instances. */
	FIXED("fixed rate", RetryRule.OURS),

	/** AWS's constants. */
	AWS("AWS's constants", RetryRule.OURS),

	/** This library, each instance alone. */
	ALONE("ours, no store", RetryRule.OURS),

	/** This library with a store. */
	SHARED("ours, store", RetryRule.OURS);

	private final String title;

	private final RetryRule retry;

	Contender(String title, RetryRule retry) {
		this.title = title;
		this.retry = retry;
	}

	String title() {
		return this.title;
	}

	RetryRule retry() {
		return this.retry;
	}

	BackendPacer pacer(VirtualTime time, SimulatedStore store, double fixedRate, long skew) {
		return switch (this) {
			case RETRY, SDK -> BackendPacer.UNLIMITED;
			case FIXED -> new FixedRatePacer(time, fixedRate);
			case AWS -> new AwsPacer(time);
			case ALONE -> builder(time, skew).build().withSettings(PacingSettings.DEFAULT);
			case SHARED -> builder(time, skew).store(store, Duration.ofMillis(250))
				.build()
				.withSettings(PacingSettings.DEFAULT);
		};
	}

	private static AdaptivePacer.Builder builder(VirtualTime time, long skew) {
		Instant now = Instant.ofEpochSecond(Simulation.EPOCH, time.now() + skew);
		return AdaptivePacer.builder("simulated")
			.scheduler(time)
			.clock(new PacingClock(Clock.fixed(now, ZoneOffset.UTC), time::now));
	}

}
