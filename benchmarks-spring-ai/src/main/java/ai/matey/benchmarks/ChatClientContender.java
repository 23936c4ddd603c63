package ai.matey.benchmarks;

import java.util.Objects;
import java.util.function.Consumer;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/**
 * ChatClient as an application uses it, with the model of a starter.
 */
final class ChatClientContender implements Contender {

	private final String name;

	private final ConfigurableApplicationContext application;

	private final ChatClient chatClient;

	private final Scheduler callers = Schedulers.newBoundedElastic(64, Integer.MAX_VALUE, "callers", 600, true);

	private ChatClientContender(String name, String provider, String... connection) {
		this.name = name;
		this.application = new SpringApplicationBuilder(Application.class).web(WebApplicationType.NONE)
			.properties(connection)
			.properties("spring.ai.model.chat=" + provider, "spring.ai.model.embedding=none",
					"spring.ai.model.image=none", "spring.ai.model.moderation=none",
					"spring.ai.model.audio.speech=none", "spring.ai.model.audio.transcription=none",
					"spring.main.banner-mode=off", "logging.level.root=warn")
			.run();
		this.chatClient = this.application.getBean(ChatClient.Builder.class).build();
	}

	static ChatClientContender together(int port) {
		return new ChatClientContender("ChatClient on Together", "together",
				"together.base-url=http://127.0.0.1:" + port + "/v1", "together.api-key=benchmark-key");
	}

	static ChatClientContender openAI(int port) {
		return new ChatClientContender("ChatClient on Spring AI's OpenAI starter", "openai",
				"spring.ai.openai.base-url=http://127.0.0.1:" + port + "/v1", "spring.ai.openai.api-key=benchmark-key",
				"spring.ai.openai.chat.model=none");
	}

	@Override
	public String name() {
		return this.name;
	}

	@Override
	public Mono<Integer> stream(Scenario scenario, Consumer<String> deltas) {
		return Mono.defer(() -> Counting.of(request(scenario).stream().content(), (text) -> text, deltas));
	}

	@Override
	public Mono<Integer> call() {
		return Mono
			.fromCallable(() -> Objects.requireNonNull(request(Scenario.PLAIN).call().content()).length())
			.subscribeOn(this.callers);
	}

	private ChatClient.ChatClientRequestSpec request(Scenario scenario) {
		return this.chatClient.prompt("Why is the sky blue?").options(ChatOptions.builder().model(scenario.model()));
	}

	@Override
	public void close() {
		this.callers.dispose();
		this.application.close();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
