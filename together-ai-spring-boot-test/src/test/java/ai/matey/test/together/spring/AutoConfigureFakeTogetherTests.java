package ai.matey.test.together.spring;

import java.io.IOException;
import java.net.Socket;
import java.util.List;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertThrows;

/**
 * A Spring test with a server.
 */
@SpringJUnitConfig
@AutoConfigureFakeTogether(apiKey = "my-key", models = "my/model")
class AutoConfigureFakeTogetherTests {

	private final FakeTogether fake;

	private final String baseUrl;

	private final String apiKey;

	AutoConfigureFakeTogetherTests(@Autowired FakeTogether fake, @Value("${together.base-url}") String baseUrl,
			@Value("${together.api-key}") String apiKey) {
		this.fake = fake;
		this.baseUrl = baseUrl;
		this.apiKey = apiKey;
	}

	@RepeatedTest(2)
	void propertiesPointAtTheServerAndTestsStartClean() throws Exception {
		assertThat(this.baseUrl).isEqualTo(this.fake.baseUrl());
		assertThat(this.apiKey).isEqualTo("my-key");
		assertThat(this.fake.requests()).isEmpty();
		this.fake.enqueue(Reply.status(500));
		new Socket("localhost", this.fake.port()).close();
	}

	@Test
	void serverEndsWithItsContext() {
		FakeTogether server;
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			server = customized(context);
			context.refresh();
		}
		assertThrows(IOException.class, () -> new Socket("localhost", server.port()).close());
	}

	@Test
	void serverEndsWithAContextThatFails() {
		try (GenericApplicationContext context = new GenericApplicationContext()) {
			FakeTogether server = customized(context);
			context.registerBean("broken", String.class, () -> {
				throw new IllegalStateException("broken");
			});
			assertThrows(RuntimeException.class, context::refresh);
			assertThrows(IOException.class, () -> new Socket("localhost", server.port()).close());
		}
	}

	private static FakeTogether customized(ConfigurableApplicationContext context) {
		FakeTogetherContextCustomizer customizer = new FakeTogetherContextCustomizer("k", 100, List.of("a/b"), true);
		assertThat(customizer).isEqualTo(new FakeTogetherContextCustomizer("k", 100, List.of("a/b"), true));
		customizer.customize(context);
		return context.getBeanFactory().getBean(FakeTogether.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class Application {

	}

}
