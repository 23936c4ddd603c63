package ai.matey.autoconfigure.together;

import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.core.Bridge;
import ai.matey.ir.IRTool;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The same client in applications of different kinds.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApplicationKindsTests {

	private static FakeTogether fake;

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
	void servlet() {
		TestContexts.configured(new WebApplicationContextRunner())
			.withPropertyValues(properties())
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
	}

	@Test
	void servletWithVirtualThreads() {
		TestContexts.configured(new WebApplicationContextRunner())
			.withPropertyValues(properties())
			.withPropertyValues("spring.threads.virtual.enabled=true", "spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
	}

	@Test
	void reactive() {
		TestContexts.configured(new ReactiveWebApplicationContextRunner())
			.withPropertyValues(properties())
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
	}

	static Stream<Named<String[]>> absent() {
		return Stream.of(Named.of("actuator", new String[] { "org.springframework.boot.actuate" }),
				Named.of("health", new String[] { "org.springframework.boot.health" }),
				Named.of("Micrometer", new String[] { "io.micrometer" }),
				Named.of("validation", new String[] { "jakarta.validation", "org.hibernate.validator" }),
				Named.of("Reactor support of Boot", new String[] { "org.springframework.boot.reactor" }));
	}

	@ParameterizedTest
	@MethodSource("absent")
	void without(String[] packages) {
		runner().withClassLoader(new FilteredClassLoader(packages))
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank());
	}

	@Test
	void theNextLibraryIsUsedWithoutReactorNetty(CapturedOutput output) {
		runner().withClassLoader(new FilteredClassLoader("reactor.netty")).run((context) -> {
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
			assertThat(output).contains("connector jetty");
		});
		runner().withClassLoader(new FilteredClassLoader("reactor.netty", "org.eclipse.jetty")).run((context) -> {
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
			assertThat(output).contains("connector jdk");
		});
	}

	@Test
	void theApplicationsJsonIsItsOwnAffair() {
		JsonMapper mapper = JsonMapper.builder()
			.propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE)
			.build();
		runner().run((context) -> askWithTools(context.getBean(Bridge.class)));
		runner().withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class))
			.withBean("mapper", JsonMapper.class, () -> mapper)
			.run((context) -> {
				askWithTools(context.getBean(Bridge.class));
				assertThat(context.getBean(JsonMapper.class)).isSameAs(mapper);
			});
		assertThat(fake.requests()).hasSize(2);
		assertThat(fake.requests().get(1).body()).isEqualTo(fake.requests().get(0).body());
	}

	private static void askWithTools(Bridge bridge) {
		bridge
			.chat(TestContexts.question()
				.mutate()
				.tool(new IRTool("weather", "Tells the weather", Map.of("type", "object", "properties", Map.of())))
				.build())
			.block(TestContexts.TIMEOUT);
	}

	private static ApplicationContextRunner runner() {
		return TestContexts.runner().withPropertyValues(properties());
	}

	private static String[] properties() {
		return new String[] { "together.base-url=" + fake.baseUrl(), "together.api-key=key" };
	}

}
