package ai.matey.docs;

import io.micrometer.common.KeyValue;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.metadata.DefaultUsage;
import org.springframework.ai.model.observation.ModelUsageMetricsGenerator;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.observation.GenAiMeterObservationHandler;
import ai.matey.observation.GenAiObserver;
import ai.matey.observation.ObservationChatMiddleware;
import ai.matey.springai.autoconfigure.TogetherModelMetersAutoConfiguration;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tokens of two providers in one application that Prometheus watches: a summary here,
 * counters in Spring AI, under one name.
 */
@FakeTogetherTest
class TwoProvidersTests {

	private static final String OURS = "gen_ai_client_token_usage_sum{";

	private static final String ANOTHERS = "gen_ai_system=\"openai\"";

	private final PrometheusMeterRegistry meters = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final FakeTogether fake;

	private final TogetherAIBackendAdapter together;

	private final Bridge bridge;

	TwoProvidersTests(FakeTogether fake) {
		this.fake = fake;
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(TogetherModelMetersAutoConfiguration.class))
			.run((context) -> this.meters.config().meterFilter(context.getBean(MeterFilter.class)));
		ObservationRegistry observations = ObservationRegistry.create();
		observations.observationConfig().observationHandler(new GenAiMeterObservationHandler(this.meters));
		this.together = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey("key-of-a-test")
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build();
		this.bridge = Bridge.builder(this.together)
			.middleware(new ObservationChatMiddleware(
					GenAiObserver.builder(observations).provider(TogetherAIBackendAdapter.PROVIDER).build()))
			.build();
	}

	@AfterEach
	void close() {
		this.together.close();
	}

	@Test
	void withoutTheFilterTheFirstOneIsExported() {
		callTogether();
		callAnother("openai");
		assertThat(this.meters.scrape()).contains(OURS).doesNotContain(ANOTHERS);
	}

	@Test
	void withoutTheFilterTheFirstOneIsExportedAlsoIfItIsTheOther() {
		callAnother("openai");
		callTogether();
		assertThat(this.meters.scrape()).contains(ANOTHERS).doesNotContain(OURS);
	}

	@Test
	void withTheFilterBothAreExported() {
		this.meters.config().meterFilter(new Snippets().tokensOfOtherProviders());
		callAnother("openai");
		callTogether();
		assertThat(this.meters.scrape()).contains(OURS)
			.contains("spring_ai_token_usage_total{gen_ai_system=\"openai\",gen_ai_token_type=\"input\"} 7");
	}

	@Test
	void withTheFilterCallsToTogetherAreStillCountedOnce() {
		this.meters.config().meterFilter(new Snippets().tokensOfOtherProviders());
		callTogether();
		callAnother("together_ai");
		assertThat(this.meters.scrape()).contains(OURS).doesNotContain("gen_ai_system");
	}

	private void callTogether() {
		this.fake.enqueue(Reply.text("Hi.").usage(3, 2));
		assertThat(this.bridge.chat(IRChatRequest.of("Hello!")).block()).isNotNull();
	}

	/**
	 * What Spring AI counts at the end of a call.
	 */
	private void callAnother(String provider) {
		Observation.Context context = new Observation.Context();
		context.addLowCardinalityKeyValue(KeyValue.of("gen_ai.system", provider));
		ModelUsageMetricsGenerator.generate(new DefaultUsage(7, 5), context, this.meters);
	}

}
