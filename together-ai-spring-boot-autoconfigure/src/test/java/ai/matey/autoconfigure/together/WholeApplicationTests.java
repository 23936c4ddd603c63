package ai.matey.autoconfigure.together;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.tracing.Tracer;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.ApplicationContextAssertProvider;
import org.springframework.boot.test.context.runner.AbstractApplicationContextRunner;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

import ai.matey.core.Bridge;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/**
 * Applications that have whatever their class path gives them, as real ones do: with all
 * libraries that the starter knows, and without each.
 */
@FakeTogetherTest
class WholeApplicationTests {

	private static final Set<String> OPERATIONS = Set.of("togetherEndpoint", "togetherHealthContributor",
			"genAiMeterObservationHandler", "togetherBackendMeters");

	static Stream<Arguments> kinds() {
		return Stream.of(argumentSet("no web", new ApplicationContextRunner()),
				argumentSet("servlet", new WebApplicationContextRunner()),
				argumentSet("WebFlux", new ReactiveWebApplicationContextRunner()));
	}

	@ParameterizedTest
	@MethodSource("kinds")
	<S extends AbstractApplicationContextRunner<S, C, A>, C extends ConfigurableApplicationContext, A extends ApplicationContextAssertProvider<C>> void everyKindOfApplicationHasAllOperations(
			S runner, FakeTogether fake) {
		configured(runner, fake).withBean(MeterRegistry.class, SimpleMeterRegistry::new).run((context) -> {
			answers(context);
			assertThat(operations(context)).isEqualTo(OPERATIONS);
			assertThat(context.getBean(MeterRegistry.class).get("gen_ai.client.operation.duration").timer().count())
				.isOne();
		});
	}

	static Stream<Arguments> absent() {
		return Stream.of(
				argumentSet("actuator", List.of("org.springframework.boot.actuate"),
						Set.of("togetherHealthContributor", "genAiMeterObservationHandler", "togetherBackendMeters")),
				argumentSet("health", List.of("org.springframework.boot.health"),
						Set.of("togetherEndpoint", "genAiMeterObservationHandler", "togetherBackendMeters")),
				argumentSet("meters", List.of("io.micrometer.core", "org.springframework.boot.micrometer.metrics"),
						Set.of("togetherEndpoint", "togetherHealthContributor")),
				argumentSet("observations of Boot", List.of("org.springframework.boot.micrometer.observation"),
						OPERATIONS),
				argumentSet("tracing", List.of("io.micrometer.tracing", "org.springframework.boot.micrometer.tracing"),
						OPERATIONS),
				argumentSet("validation", List.of("jakarta.validation", "org.hibernate.validator"), OPERATIONS),
				argumentSet("Reactor support of Boot", List.of("org.springframework.boot.reactor"), OPERATIONS),
				argumentSet("context propagation", List.of("io.micrometer.context"), OPERATIONS),
				argumentSet("all that is optional",
						List.of("org.springframework.boot.actuate", "org.springframework.boot.health",
								"org.springframework.boot.micrometer", "org.springframework.boot.reactor",
								"io.micrometer.core", "io.micrometer.tracing", "io.micrometer.context",
								"jakarta.validation", "org.hibernate.validator"),
						Set.of()));
	}

	@ParameterizedTest
	@MethodSource("absent")
	void anApplicationWithoutALibraryHasTheRest(List<String> packages, Set<String> operations, FakeTogether fake) {
		ApplicationContextRunner runner = configured(new ApplicationContextRunner(), fake)
			.withClassLoader(new FilteredClassLoader(packages.toArray(String[]::new)))
			.withPropertyValues("spring.autoconfigure.exclude=" + autoConfigurationsOf(packages));
		if (!packages.contains("io.micrometer.core")) {
			Supplier<MeterRegistry> registry = SimpleMeterRegistry::new;
			runner = runner.withBean(MeterRegistry.class, registry);
		}
		runner.run((context) -> {
			answers(context);
			assertThat(operations(context)).isEqualTo(operations);
		});
	}

	@Test
	void aCallIsASpanWhereTheApplicationTraces(FakeTogether fake) {
		SimpleTracer tracer = new SimpleTracer();
		configured(new ApplicationContextRunner(), fake).withBean(Tracer.class, () -> tracer).run((context) -> {
			answers(context);
			assertThat(tracer.getSpans()).extracting(SimpleSpan::getName)
				.containsExactly("chat " + TestContexts.MODEL, "http post");
		});
	}

	/**
	 * A filtered library still lists its auto-configurations, which an absent one does
	 * not.
	 */
	private static String autoConfigurationsOf(List<String> packages) {
		return ImportCandidates.load(AutoConfiguration.class, WholeApplicationTests.class.getClassLoader())
			.getCandidates()
			.stream()
			.filter((name) -> packages.stream().anyMatch((prefix) -> name.startsWith(prefix + ".")))
			.collect(Collectors.joining(","));
	}

	private static void answers(ApplicationContext context) {
		assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
	}

	private static Set<String> operations(ApplicationContext context) {
		return OPERATIONS.stream().filter(context::containsBean).collect(Collectors.toSet());
	}

	private static <S extends AbstractApplicationContextRunner<S, ?, ?>> S configured(S runner, FakeTogether fake) {
		return runner.withUserConfiguration(Application.class)
			.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
					"management.endpoints.web.exposure.include=*");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class Application {

	}

}
