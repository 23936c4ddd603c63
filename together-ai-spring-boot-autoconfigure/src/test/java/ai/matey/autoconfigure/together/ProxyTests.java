package ai.matey.autoconfigure.together;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.core.Bridge;
import ai.matey.errors.NetworkException;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * A proxy by properties.
 */
class ProxyTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
				"together.retry.max-attempts=1", "together.http.proxy.host=localhost");

	@BeforeAll
	static void start() {
		fake = FakeTogether.builder().tokensPerSecond(100_000).start();
	}

	@AfterAll
	static void stop() {
		fake.close();
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void callsGoThroughTheProxy(String connector) throws Exception {
		try (TestProxy proxy = new TestProxy("")) {
			connector(connector).withPropertyValues("together.http.proxy.port=" + proxy.port()).run((context) -> {
				assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
				assertThat(proxy.requests()).singleElement().asString().contains("localhost:" + fake.port());
			});
		}
	}

	@Test
	void theJdksConnectorSaysThatItCannotShowAUserName() {
		connector("jdk")
			.withPropertyValues("together.http.proxy.port=3128", "together.http.proxy.username=user",
					"together.http.proxy.password=secret")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("together.http.proxy.username")
				.hasMessageNotContaining("secret"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void theProxyIsToldWhoAsks(String connector) throws Exception {
		try (TestProxy proxy = new TestProxy("user:secret")) {
			connector(connector)
				.withPropertyValues("together.http.proxy.port=" + proxy.port(), "together.http.proxy.username=user",
						"together.http.proxy.password=secret")
				.run((context) -> {
					assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
					assertThat(proxy.requests()).hasSize(1);
				});
		}
	}

	@Test
	void aClientCanDoWithoutTheProxyOfTheOthers() {
		this.contextRunner.withPropertyValues("together.http.proxy.port=1", "together.clients.direct.http.proxy.host=")
			.run((context) -> {
				assertThatExceptionOfType(NetworkException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
				Bridge direct = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class,
						"direct");
				assertThat(TestContexts.ask(direct).text()).isNotBlank();
			});
	}

	private ApplicationContextRunner connector(String name) {
		return this.contextRunner.withPropertyValues("spring.http.clients.reactive.connector=" + name);
	}

}
