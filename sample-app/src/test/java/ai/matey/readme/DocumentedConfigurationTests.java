package ai.matey.readme;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.cache.annotation.EnableCaching;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The configuration in the documents starts an application. That its properties exist is
 * tested where their metadata is.
 */
class DocumentedConfigurationTests {

	/**
	 * Return all blocks but those of Spring AI, which its module tests, and the one that
	 * needs Redis.
	 */
	static Stream<Named<String>> blocks() throws IOException {
		return Documents.blocks("yaml")
			.filter((block) -> !block.getName().startsWith("spring-ai.md") && !block.getPayload().contains("redis"));
	}

	@ParameterizedTest
	@MethodSource("blocks")
	void everyBlockStartsAnApplication(String block) {
		runner(block).run((context) -> assertThat(context).hasNotFailed().hasBean("bridge"));
	}

	@Test
	void clientOfTheReadmeHasAName() throws IOException {
		String block = Documents.blocks("yaml")
			.filter((candidate) -> candidate.getName().startsWith("README"))
			.map(Named::getPayload)
			.filter((candidate) -> candidate.contains("batch:"))
			.findFirst()
			.orElseThrow();
		runner(block).run((context) -> {
			TogetherAIBackendAdapter batch = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(),
					TogetherAIBackendAdapter.class, "batch");
			assertThat(batch.clientName()).isEqualTo("batch");
			assertThat(BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class, "batch"))
				.isNotSameAs(context.getBean(Bridge.class));
		});
	}

	private static ApplicationContextRunner runner(String block) {
		List<PropertySource<?>> sources;
		try {
			sources = new YamlPropertySourceLoader().load("document",
					new ByteArrayResource(block.getBytes(StandardCharsets.UTF_8)));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		return new ApplicationContextRunner().withUserConfiguration(Application.class)
			.withInitializer((context) -> sources
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source)))
			.withPropertyValues("TOGETHER_API_KEY=key-of-a-test", "BATCH_KEY=key-of-a-batch");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableCaching
	static class Application {

	}

}
