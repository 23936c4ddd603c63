package ai.matey.autoconfigure.together;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;

import ai.matey.core.Bridge;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * {@code together.chat.*}, of the default client and of a named one.
 */
class ChatDefaultsTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
				"together.default-model=" + TestContexts.MODEL, "together.chat.system=Be brief.",
				"together.chat.temperature=0.3", "together.chat.max-tokens=77", "together.chat.top-p=0.8",
				"together.chat.top-k=41", "together.chat.min-p=0.05", "together.chat.frequency-penalty=0.4",
				"together.chat.presence-penalty=0.6", "together.chat.repetition-penalty=1.1",
				"together.chat.stop=END,STOP", "together.chat.reasoning-effort=low",
				"together.clients.poet.chat.system=Rhyme.", "together.clients.poet.chat.temperature=1.2");

	@BeforeAll
	static void start() {
		fake = FakeTogether.builder().tokensPerSecond(100_000).start();
	}

	@AfterAll
	static void stop() {
		fake.close();
	}

	@BeforeEach
	void reset() {
		fake.reset();
	}

	@Test
	void aRequestThatSaysNothingGetsThem() {
		this.contextRunner.run((context) -> {
			context.getBean(Bridge.class).text("Hello!").block(TestContexts.TIMEOUT);
			assertThat(body()).contains("\"role\":\"system\",\"content\":\"Be brief.\"")
				.contains("\"temperature\":0.3")
				.contains("\"max_tokens\":77")
				.contains("\"top_p\":0.8")
				.contains("\"top_k\":41")
				.contains("\"min_p\":0.05")
				.contains("\"frequency_penalty\":0.4")
				.contains("\"presence_penalty\":0.6")
				.contains("\"repetition_penalty\":1.1")
				.contains("\"stop\":[\"END\",\"STOP\"]")
				.contains("\"reasoning_effort\":\"low\"");
		});
	}

	@Test
	void streamsGetThemToo() {
		this.contextRunner.run((context) -> {
			context.getBean(Bridge.class).textStream("Hello!").blockLast(TestContexts.TIMEOUT);
			assertThat(body()).contains("Be brief.").contains("\"temperature\":0.3");
		});
	}

	@Test
	void whatARequestSaysWins() {
		this.contextRunner.run((context) -> {
			context.getBean(Bridge.class)
				.chat(IRChatRequest.builder()
					.system("Be long.")
					.user("Hello!")
					.parameters((parameters) -> parameters.temperature(0.9))
					.build())
				.block(TestContexts.TIMEOUT);
			assertThat(body()).contains("Be long.")
				.doesNotContain("Be brief.")
				.contains("\"temperature\":0.9")
				.contains("\"max_tokens\":77");
		});
	}

	@Test
	void aNamedClientHasItsOwnAndInheritsTheRest() {
		this.contextRunner.run((context) -> {
			bridge(context, "poet").text("Hello!").block(TestContexts.TIMEOUT);
			assertThat(body()).contains("Rhyme.")
				.doesNotContain("Be brief.")
				.contains("\"temperature\":1.2")
				.contains("\"max_tokens\":77");
		});
	}

	@Test
	void whatACustomizerSetsWins() {
		this.contextRunner
			.withBean(TogetherAIBackendAdapterCustomizer.class,
					() -> (client, builder) -> builder.defaultSystem("Be kind."))
			.run((context) -> {
				context.getBean(Bridge.class).text("Hello!").block(TestContexts.TIMEOUT);
				assertThat(body()).contains("Be kind.").doesNotContain("Be brief.");
			});
	}

	@Test
	void promptsAreNotShown() {
		this.contextRunner.run((context) -> assertThat(context.getBean(TogetherProperties.class).getChat().toString())
			.doesNotContain("Be brief."));
	}

	private static String body() {
		return fake.requests().get(0).body();
	}

	private static Bridge bridge(ApplicationContext context, String name) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), Bridge.class,
				name);
	}

}
