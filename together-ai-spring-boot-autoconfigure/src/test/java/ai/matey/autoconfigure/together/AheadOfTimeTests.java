package ai.matey.autoconfigure.together;

import java.util.Map;
import java.util.function.Consumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.aot.test.generate.TestGenerationContext;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.core.test.tools.CompileWithForkedClassLoader;
import org.springframework.core.test.tools.TestCompiler;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * An application that is processed ahead of time and started from the code that this
 * generates.
 */
@ExtendWith(OutputCaptureExtension.class)
class AheadOfTimeTests {

	@Test
	@CompileWithForkedClassLoader
	void plainAndNamedClientsWork() {
		try (FakeTogether fake = FakeTogether.builder().tokensPerSecond(100_000).start()) {
			startFromGeneratedCode(
					Map.of("together.base-url", fake.baseUrl(), "together.clients.fast.default-model", "a/b",
							"together.clients.fast.http.max-connections", "3", "together.timeout.idle", "7s"),
					Map.of("together.api-key", "at-run-time", "together.clients.fast.api-key", "fast-at-run-time"),
					(context) -> {
						assertThat(context.getBean(OpenAIFrontendAdapter.class)).isNotNull();
						TestContexts.ask(context.getBean(Bridge.class));
						Bridge fast = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
								Bridge.class, "fast");
						assertThat(((TogetherAIBackendAdapter) fast.backend()).clientName()).isEqualTo("fast");
						TestContexts.ask(fast);
						assertThat(fake.requests()).extracting((request) -> request.header("authorization"))
							.containsExactly("Bearer at-run-time", "Bearer fast-at-run-time");
					});
			fake.awaitNoConnections(TestContexts.TIMEOUT);
		}
	}

	@Test
	@CompileWithForkedClassLoader
	void aClientThatIsConfiguredLaterIsTold(CapturedOutput output) {
		startFromGeneratedCode(Map.of("together.api-key", "key", "together.clients.fast.default-model", "a/b"),
				Map.of("together.clients.late.default-model", "a/b"), (context) -> {
					assertThat(context.containsBean("lateBridge")).isFalse();
					assertThat(output).containsOnlyOnce("Together AI clients [late] do not exist")
						.contains("together.clients.late.*");
				});
	}

	private static void startFromGeneratedCode(Map<String, String> atBuildTime, Map<String, String> atRunTime,
			Consumer<GenericApplicationContext> test) {
		TestGenerationContext generation = new TestGenerationContext();
		AnnotationConfigApplicationContext source = new AnnotationConfigApplicationContext();
		TestPropertyValues.of(atBuildTime).applyTo(source);
		source.register(Application.class);
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

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			TogetherAutoConfiguration.class, BridgeAutoConfiguration.class })
	static class Application {

	}

}
