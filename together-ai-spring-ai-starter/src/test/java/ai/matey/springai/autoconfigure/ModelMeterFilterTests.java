package ai.matey.springai.autoconfigure;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What other providers count stays.
 */
class ModelMeterFilterTests {

	private final MeterRegistry meters = new SimpleMeterRegistry();

	ModelMeterFilterTests() {
		this.meters.config().meterFilter(new ModelMeterFilter());
	}

	@Test
	void metersOfOtherProvidersStay() {
		meters("openai", "chat");
		assertThat(this.meters.getMeters()).hasSize(2);
	}

	@Test
	void metersOfChatsOnTogetherAreTheBridges() {
		meters("together_ai", "chat");
		assertThat(this.meters.getMeters()).isEmpty();
	}

	@Test
	void metersOfEmbeddingsAndImagesAreTheBridges() {
		meters("together_ai", "embedding");
		meters("together_ai", "image");
		assertThat(this.meters.getMeters()).isEmpty();
	}

	private void meters(String provider, String operation) {
		Timer.builder("gen_ai.client.operation")
			.tags("gen_ai.system", provider, "gen_ai.operation.name", operation)
			.register(this.meters);
		Counter.builder("gen_ai.client.token.usage")
			.tags("gen_ai.system", provider, "gen_ai.operation.name", operation)
			.register(this.meters);
	}

}
