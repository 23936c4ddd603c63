package ai.matey.observation;

import java.time.Duration;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener.Outcome;
import ai.matey.ir.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;

class KnownRateLimitsTests {

	private static final RateLimits LIMITS = new RateLimits(new RateLimits.Limit(10.0, 4.0, null, null), null,
			Duration.ofSeconds(8), null);

	private final MutableClock clock = new MutableClock();

	private final BoundedNames models = new BoundedNames(2);

	private final KnownRateLimits limits = new KnownRateLimits(this.clock, Duration.ofSeconds(30), this.models);

	@BeforeEach
	void know() {
		this.models.keep("a");
	}

	@Test
	void remembersWhatWasSaidLast() {
		this.limits.responded(call("a"), LIMITS, null);
		this.limits.responded(call("a"), null, null);
		KnownRateLimits.Entry entry = this.limits.find("default", "a");
		assertThat(entry).isNotNull();
		assertThat(entry.limits()).isEqualTo(LIMITS);
		assertThat(entry.time()).isEqualTo(this.clock.instant());
		assertThat(this.limits.find("other-client", "a")).isNull();
		assertThat(this.limits.findAll()).containsExactly(entry);
	}

	@Test
	void forgetsWhatIsTooOld() {
		this.limits.responded(call("a"), LIMITS, null);
		this.clock.advance(Duration.ofSeconds(30));
		assertThat(this.limits.find("default", "a")).isNotNull();
		this.clock.advance(Duration.ofMillis(1));
		assertThat(this.limits.find("default", "a")).isNull();
		assertThat(this.limits.findAll()).isEmpty();
	}

	@Test
	void countsDownToTheReset() {
		this.limits.responded(call("a"), LIMITS, null);
		KnownRateLimits.Entry entry = this.limits.findAll().get(0);
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(this.limits.untilReset(entry)).isEqualTo(Duration.ofSeconds(3));
		this.clock.advance(Duration.ofSeconds(5));
		assertThat(this.limits.untilReset(entry)).isEqualTo(Duration.ZERO);
	}

	@Test
	void foldsModelsBeyondTheLimit() {
		this.limits.responded(call("a"), LIMITS, null);
		this.limits.responded(call("b"), LIMITS, null);
		assertThat(this.limits.findAll()).extracting(KnownRateLimits.Entry::model).containsExactly("a", "other");
		this.limits.finished(call("b"), Outcome.SUCCESS, null);
		this.limits.responded(call("c"), LIMITS, null);
		this.limits.finished(call("c"), Outcome.SUCCESS, null);
		this.limits.responded(call("d"), LIMITS, null);
		this.limits.responded(call(null), LIMITS, null);
		assertThat(this.limits.findAll()).extracting(KnownRateLimits.Entry::model)
			.containsExactly("a", "b", "none", "other");
		assertThat(this.limits.find("default", "d")).isNotNull();
	}

	@Test
	void gaugesDoNotShowWhatIsForgotten() {
		SimpleMeterRegistry meters = new SimpleMeterRegistry();
		BackendMeters listener = new BackendMeters(meters, "together.client", this.limits, this.models);
		this.limits.responded(call("a"), LIMITS, null);
		listener.responded(call("a"), LIMITS, null);
		assertThat(meters.get("together.client.ratelimit.remaining").gauge().value()).isEqualTo(4);
		assertThat(meters.get("together.client.ratelimit.reset").gauge().value()).isEqualTo(8);
		assertThat(meters.find("together.client.ratelimit.limit").tag("kind", "tokens").gauge()).isNull();
		this.clock.advance(Duration.ofSeconds(31));
		assertThat(meters.get("together.client.ratelimit.limit").gauge().value()).isNaN();
		assertThat(meters.get("together.client.ratelimit.remaining").gauge().value()).isNaN();
		assertThat(meters.get("together.client.ratelimit.reset").gauge().value()).isNaN();
	}

	private static BackendCall call(String model) {
		return BackendCall.of("default", BackendCall.Operation.CHAT, model);
	}

}
