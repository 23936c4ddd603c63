package ai.matey.springai.autoconfigure;

import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time and started from the code that this
 * generates.
 */
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void plainAndNamedModelsWork() {
		try (FakeTogether fake = FakeTogether.builder().tokensPerSecond(100_000).start()) {
			startFromGeneratedCode(
					Map.of("together.base-url", fake.baseUrl(), "together.clients.fast.default-model",
							"openai/gpt-oss-20b", "spring.ai.together.chat.temperature", "0.3",
							"spring.ai.together.chat.chat-template-kwargs.thinking", "true"),
					Map.of("together.api-key", "at-run-time", "together.default-model", TestContexts.MODEL),
					(context) -> {
						context.getBean(ChatClient.Builder.class).build().prompt("Hello!").call().content();
						BeanFactoryAnnotationUtils
							.qualifiedBeanOfType(context.getBeanFactory(), ChatModel.class, "fast")
							.call("Hello!");
						assertThat(fake.requests()).extracting((request) -> request.model())
							.containsExactly(TestContexts.MODEL, "openai/gpt-oss-20b");
						assertThat(fake.requests())
							.allMatch((request) -> request.json().get("temperature").doubleValue() == 0.3);
					});
		}
	}

	private static void startFromGeneratedCode(Map<String, String> atBuildTime, Map<String, String> atRunTime,
			Consumer<GenericApplicationContext> test) {
		TestGenerationContext generation = new TestGenerationContext();
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(atBuildTime).applyTo(source);
		source.register(TestContexts.AUTO_CONFIGURATIONS);
		var initializer = new ApplicationContextAotGenerator().processAheadOfTime(source, generation);
		generation.writeGeneratedContent();
		TestCompiler.forSystem().with(generation).compile((compiled) -> {
			@SuppressWarnings("unchecked")
			ApplicationContextInitializer<GenericApplicationContext> generated = compiled
				.getInstance(ApplicationContextInitializer.class, initializer.canonicalName());
			try (GenericApplicationContext context = new GenericApplicationContext()) {
				TestPropertyValues.of(atBuildTime).and(atRunTime).applyTo(context);
				generated.initialize(context);
				context.refresh();
				test.accept(context);
			}
		});
	}

}
