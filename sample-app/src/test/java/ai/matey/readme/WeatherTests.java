package ai.matey.readme;

import java.time.Duration;

import org.junit.jupiter.api.Test;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
class WeatherTests {

	@Test
	void toldToWait(FakeTogether fake) {
		fake.enqueue(Reply.rateLimited(Duration.ofSeconds(2)), Reply.text("Sunny."));
		try (TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.apiKey("any")
			.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo")
			.build()) {
			Bridge bridge = Bridge.builder(together).build();
			assertThat(bridge.chat(IRChatRequest.of("How is the weather?")).block().text()).isEqualTo("Sunny.");
		}
		assertThat(fake.requests()).hasSize(2);
	}

}
