package ai.matey.comparison;

import java.util.ArrayList;
import java.util.List;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import ai.matey.test.together.FakeTogether;

/**
 * An application with one of the starters, on a fake server of its own.
 */
final class Side implements AutoCloseable {

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	final FakeTogether fake;

	final ConfigurableApplicationContext context;

	private Side(FakeTogether fake, ConfigurableApplicationContext context) {
		this.fake = fake;
		this.context = context;
	}

	static Side together(FakeTogether fake, String... more) {
		return start(fake, "together", List.of("--together.base-url=" + fake.baseUrl(),
				"--together.api-key=key-of-a-test", "--together.default-model=" + MODEL), more);
	}

	static Side openAi(FakeTogether fake, String... more) {
		return start(fake, "openai", List.of("--spring.ai.openai.base-url=" + fake.baseUrl(),
				"--spring.ai.openai.api-key=key-of-a-test", "--spring.ai.openai.chat.model=" + MODEL), more);
	}

	private static Side start(FakeTogether fake, String provider, List<String> connection, String... more) {
		List<String> arguments = new ArrayList<>(connection);
		List.of("chat", "embedding", "image")
			.forEach((kind) -> arguments.add("--spring.ai.model." + kind + "=" + provider));
		List.of("audio.speech", "audio.transcription", "moderation")
			.forEach((kind) -> arguments.add("--spring.ai.model." + kind + "=none"));
		arguments.add("--spring.ai." + provider + ".embedding.model=intfloat/multilingual-e5-large-instruct");
		arguments.add("--spring.ai." + provider + ".image.model=black-forest-labs/FLUX.1-schnell");
		arguments.addAll(List.of(more));
		return new Side(fake, new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.run(arguments.toArray(new String[0])));
	}

	ChatClient chatClient() {
		return this.context.getBean(ChatClient.Builder.class).build();
	}

	@Override
	public void close() {
		this.context.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
