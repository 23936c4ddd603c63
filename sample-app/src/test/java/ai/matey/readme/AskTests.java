package ai.matey.readme;

import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.webtestclient.autoconfigure.AutoConfigureWebTestClient;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.test.web.reactive.server.WebTestClient;

import ai.matey.autoconfigure.together.TogetherAIBackendAdapterCustomizer;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.spring.AutoConfigureFakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

@SpringBootTest(webEnvironment = WebEnvironment.RANDOM_PORT)
@AutoConfigureFakeTogether
@AutoConfigureWebTestClient
class AskTests {

	@Test
	void asks(@Autowired WebTestClient client, @Autowired FakeTogether fake) {
		fake.enqueue(Reply.text("Blue."));
		client.get().uri("/ask?question=Sky").exchange().expectBody(String.class).isEqualTo("Blue.");
		assertThat(fake.requests()).singleElement().satisfies((request) -> assertThat(request.body()).contains("Sky"));
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@Import(ReactiveChatController.class)
	static class Application {

		@Bean
		TogetherAIBackendAdapterCustomizer model() {
			return (client, builder) -> builder.defaultModel("meta-llama/Llama-3.3-70B-Instruct-Turbo");
		}

	}

}
