package ai.matey.observation;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import reactor.core.publisher.Flux;

import ai.matey.observation.client.ClientMonitor;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;

/**
 * A client of {@link FakeTogether} with all that observes it.
 */
final class Observed implements AutoCloseable {

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	static final String KEY = "sk-secret-of-this-test";

	static final Duration TIMEOUT = Duration.ofSeconds(10);

	final MeterRegistry meters = new SimpleMeterRegistry();

	final TestObservationRegistry observations = TestObservationRegistry.create();

	final BoundedNames models = new BoundedNames(100);

	final KnownRateLimits limits = new KnownRateLimits(Clock.systemUTC(), KnownRateLimits.DEFAULT_TTL, this.models);

	final ClientMonitor monitor = new ClientMonitor();

	final GenAiObserver observer;

	final TogetherAIBackendAdapter adapter;

	final Bridge bridge;

	Observed(FakeTogether fake, ChatMiddleware... further) {
		this(fake, ObservationSettings.NONE, further);
	}

	Observed(FakeTogether fake, ObservationSettings settings, ChatMiddleware... further) {
		this.meters.config().meterFilter(new GenAiMeterFilter());
		this.observations.observationConfig()
			.observationHandler(new DefaultMeterObservationHandler(this.meters))
			.observationHandler(new GenAiMeterObservationHandler(this.meters))
			.observationHandler(new GenAiLogObservationHandler());
		this.observer = GenAiObserver.builder(this.observations)
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.models(this.models)
			.includePrompt(settings.includePrompt())
			.includeCompletion(settings.includeCompletion())
			.build();
		this.adapter = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey(KEY)
			.defaultModel(MODEL)
			.retry(new TogetherRetry(3, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, TIMEOUT))
			.observer(this.observer)
			.listener(new ObservationBackendListener())
			.listener(this.limits)
			.listener(this.monitor)
			.listener(new BackendMeters(this.meters, "together.client", this.limits, this.models))
			.build();
		this.bridge = Bridge.builder(this.adapter)
			.middleware(new ObservationChatMiddleware(this.observer))
			.middleware(further)
			.build();
	}

	void ask() {
		Objects.requireNonNull(this.bridge.chat(IRChatRequest.of("Hello!")).block(TIMEOUT));
	}

	List<IRStreamChunk> stream() {
		return Objects.requireNonNull(chunks().collectList().block(TIMEOUT));
	}

	Flux<IRStreamChunk> chunks() {
		return this.bridge.chatStream(IRChatRequest.of("Hello!"));
	}

	Timer timer(String name, String... tags) {
		return this.meters.get(name).tags(Tags.of(tags)).timer();
	}

	double tokens(String type, String estimated) {
		return this.meters.get("gen_ai.client.token.usage")
			.tags("gen_ai.token.type", type, "estimated", estimated)
			.summary()
			.totalAmount();
	}

	double count(String name, String... tags) {
		return this.meters.get(name).tags(Tags.of(tags)).counter().count();
	}

	double gauge(String name, String... tags) {
		return this.meters.get(name).tags(Tags.of(tags)).gauge().value();
	}

	@Override
	public void close() {
		this.adapter.close();
	}

	record ObservationSettings(boolean includePrompt, boolean includeCompletion) {

		static final ObservationSettings NONE = new ObservationSettings(false, false);

	}

}
