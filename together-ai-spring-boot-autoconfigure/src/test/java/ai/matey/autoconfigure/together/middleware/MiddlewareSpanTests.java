package ai.matey.autoconfigure.together.middleware;

import java.util.Objects;

import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistry;
import io.micrometer.observation.tck.TestObservationRegistryAssert;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

/**
 * The keys of spans that tell what middleware did.
 */
@FakeTogetherTest
class MiddlewareSpanTests {

	private static final String GONE = "gone/model";

	private static final String ALIVE = "openai/gpt-oss-20b";

	private static final String OTHER = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final String ALIASES = "together.models.aliases.fast=" + GONE + "," + ALIVE;

	@Test
	void spansTellCostFallbackAndCache(FakeTogether fake) {
		TestObservationRegistry observations = TestObservationRegistry.create();
		ObservedContexts.runner(fake)
			.withUserConfiguration(TogetherMiddlewareAutoConfigurationTests.Caching.class)
			.withBean(ObservationRegistry.class, () -> observations)
			.withPropertyValues(ALIASES, "together.cache.enabled=true", "together.cache.any-temperature=true")
			.run((context) -> {
				context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT);
				IRChatResponse response = chat(context, "fast");
				span(observations)
					.hasHighCardinalityKeyValue("matey.fallback",
							"The alias 'fast' fell back to another model: " + GONE + " failed with UNSUPPORTED_MODEL")
					.hasHighCardinalityKeyValue("gen_ai.usage.cost",
							Objects.requireNonNull(response.metadata().cost()).amount().toPlainString())
					.doesNotHaveHighCardinalityKeyValueWithKey("matey.cached_at");
				observations.clear();
				IRChatResponse cached = chat(context, "fast");
				span(observations)
					.hasHighCardinalityKeyValue("matey.cached_at",
							Objects.requireNonNull(cached.metadata().cachedAt()).toString())
					.hasHighCardinalityKeyValueWithKey("matey.fallback")
					.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.usage.cost");
				observations.clear();
				chat(context, OTHER);
				span(observations).doesNotHaveHighCardinalityKeyValueWithKey("matey.fallback");
			});
	}

	private static TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert span(
			TestObservationRegistry observations) {
		return TestObservationRegistryAssert.assertThat(observations)
			.hasObservationWithNameEqualTo("gen_ai.client.operation.duration")
			.that();
	}

	private static IRChatResponse chat(AssertableApplicationContext context, String model) {
		IRChatRequest request = IRChatRequest.builder().model(model).user("Hi").build();
		return Objects.requireNonNull(context.getBean(Bridge.class).chat(request).block(ObservedContexts.TIMEOUT));
	}

}
