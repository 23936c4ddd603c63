package ai.matey.readme;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ContextConsumer;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The README's configuration starts an application.
 */
class ReadmeConfigurationTests {

	@Test
	void firstBlockIsEnoughToStart() throws IOException {
		run(0, (context) -> assertThat(context).hasSingleBean(Bridge.class));
	}

	@Test
	void secondBlockGivesANamedClient() throws IOException {
		run(1, (context) -> {
			assertThat(context).hasNotFailed();
			TogetherAIBackendAdapter batch = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					TogetherAIBackendAdapter.class, "batch");
			assertThat(batch.clientName()).isEqualTo("batch");
		});
	}

	@Test
	void thirdBlockGivesAnAliasAndABudget() throws IOException {
		run(2, (context) -> assertThat(context).hasNotFailed().hasSingleBean(Bridge.class));
	}

	private static void run(int block, ContextConsumer<AssertableApplicationContext> check) throws IOException {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("README.md",
				new ByteArrayResource(yamlBlocks().get(block).getBytes(StandardCharsets.UTF_8)));
		new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withInitializer((context) -> sources
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source)))
			.withPropertyValues("TOGETHER_API_KEY=key-of-a-test", "BATCH_KEY=key-of-a-batch")
			.run(check);
	}

	private static List<String> yamlBlocks() throws IOException {
		return Pattern.compile("```yaml\n(.*?)```", Pattern.DOTALL)
			.matcher(Files.readString(Path.of("..", "README.md")))
			.results()
			.map((match) -> match.group(1))
			.toList();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
