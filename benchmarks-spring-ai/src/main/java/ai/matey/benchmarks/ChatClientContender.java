package ai.matey.benchmarks;

import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.tool.ToolCallingChatOptions;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
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

	private ChatClientContender(String name, Class<?> application, String provider, String... connection) {
		this.name = name;
		this.application = new SpringApplicationBuilder(application).web(WebApplicationType.NONE)
			.properties(connection)
			.properties("spring.ai.model.chat=" + provider, "spring.ai.model.embedding=none",
					"spring.ai.model.image=none", "spring.ai.model.moderation=none",
					"spring.ai.model.audio.speech=none", "spring.ai.model.audio.transcription=none",
					"spring.main.banner-mode=off", "logging.level.root=warn")
			.run();
		this.chatClient = this.application.getBean(ChatClient.Builder.class).build();
	}

	/**
	 * Without any service: what ChatClient itself costs, whatever the model and however
	 * the responses are made.
	 */
	static ChatClientContender alone() {
		return new ChatClientContender("ChatClient alone, no network", AloneApplication.class, "none");
	}

	static ChatClientContender together(int port) {
		return new ChatClientContender("ChatClient on Together", Application.class, "together",
				"together.base-url=http://127.0.0.1:" + port + "/v1", "together.api-key=benchmark-key");
	}

	static ChatClientContender openAI(int port) {
		return new ChatClientContender("ChatClient on Spring AI's OpenAI starter", Application.class, "openai",
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
		return Mono.fromCallable(() -> Objects.requireNonNull(request(Scenario.PLAIN).call().content()).length())
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

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class AloneApplication {

		@Bean
		ChatModel memory() {
			return new MemoryModel();
		}

	}

	/**
	 * Has its responses in memory, with the metadata that a provider sends.
	 */
	private static final class MemoryModel implements ChatModel {

		private static final ChatResponse TOKEN = response(" token");

		private static final ChatResponse TEXT = response(
				"The sky looks blue because molecules in the air scatter short waves.");

		@Override
		public ChatResponse call(Prompt prompt) {
			return TEXT;
		}

		@Override
		public Flux<ChatResponse> stream(Prompt prompt) {
			String model = Objects.requireNonNull(Objects.requireNonNull(prompt.getOptions()).getModel());
			return Flux.range(0, Scenario.ofBody('"' + model + '"').events()).map((number) -> TOKEN);
		}

		/**
		 * Without options for tools, ChatClient would leave out a part of its work.
		 */
		@Override
		public ChatOptions getOptions() {
			return ToolCallingChatOptions.builder().build();
		}

		private static ChatResponse response(String text) {
			return new ChatResponse(List.of(new Generation(new AssistantMessage(text))),
					ChatResponseMetadata.builder().id("prepared").model("in-memory").build());
		}

	}

}
