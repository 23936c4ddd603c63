package ai.matey.autoconfigure.together;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;

import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Two clients with two keys for two servers, one of them behind a proxy and with a
 * certificate that nobody else knows: nothing but {@code application.yml}.
 */
@FakeTogetherTest
class ApplicationYamlTests {

	@Test
	void twoClientsAProxyAndTls(FakeTogether fake, @TempDir Path folder) throws Exception {
		Path keys = TlsServer.selfSigned(folder.resolve("keys.p12"));
		Path trust = TlsServer.trustStore(keys, folder.resolve("trust.p12"));
		try (TlsServer partner = TlsServer.start(keys); TestProxy proxy = new TestProxy("user:secret")) {
			run("""
					together:
					  api-key: key-one
					  base-url: %s
					  clients:
					    partner:
					      api-key: key-two
					      base-url: %s
					      http:
					        proxy:
					          host: localhost
					          port: %d
					          username: user
					          password: secret
					      ssl:
					        bundle: partner
					spring:
					  ssl:
					    bundle:
					      jks:
					        partner:
					          truststore:
					            location: %s
					            password: %s
					""".formatted(fake.baseUrl(), partner.baseUrl(), proxy.port(), trust.toUri(), TlsServer.PASSWORD),
					(bridge, named) -> {
						assertThat(TestContexts.ask(bridge).text()).isNotBlank();
						assertThat(TestContexts.ask(named).text()).isEqualTo("over TLS");
					});
			assertThat(fake.requests()).singleElement()
				.extracting((request) -> request.header("authorization"))
				.isEqualTo("Bearer key-one");
			assertThat(partner.keys()).containsExactly("Bearer key-two");
			assertThat(proxy.requests()).singleElement()
				.asString()
				.contains(partner.baseUrl().substring("https://".length()));
		}
	}

	private static void run(String yaml, BiConsumer<Bridge, Bridge> test) throws Exception {
		List<PropertySource<?>> sources = new YamlPropertySourceLoader().load("application.yml",
				new ByteArrayResource(yaml.getBytes(StandardCharsets.UTF_8)));
		ApplicationContextRunner runner = TestContexts.runner()
			.withInitializer((context) -> sources
				.forEach((source) -> context.getEnvironment().getPropertySources().addLast(source)));
		runner.run((context) -> test.accept(context.getBean(Bridge.class),
				BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class, "partner")));
	}

}
