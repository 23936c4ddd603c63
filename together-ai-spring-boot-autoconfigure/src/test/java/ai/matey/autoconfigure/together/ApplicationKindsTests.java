package ai.matey.autoconfigure.together;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.task.TaskExecutionAutoConfiguration;
import org.springframework.boot.http.codec.autoconfigure.CodecsAutoConfiguration;
import org.springframework.boot.jackson.autoconfigure.JacksonAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.context.runner.ReactiveWebApplicationContextRunner;
import org.springframework.boot.test.context.runner.WebApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.core.task.AsyncTaskExecutor;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JacksonModule;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.StdSerializer;

import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

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

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	@EnabledForJreRange(min = JRE.JAVA_21)
	void callsFromVirtualThreads(String connector) {
		assertThat(askFromTheApplicationsThreads(connector, true)).isEqualTo("virtual");
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void callsFromPlatformThreads(String connector) {
		assertThat(askFromTheApplicationsThreads(connector, false)).isEqualTo("platform");
	}

	/**
	 * Blocks on threads of the application's own executor.
	 */
	private static String askFromTheApplicationsThreads(String connector, boolean virtual) {
		AtomicReference<String> kind = new AtomicReference<>();
		runner().withConfiguration(AutoConfigurations.of(TaskExecutionAutoConfiguration.class))
			.withPropertyValues("spring.threads.virtual.enabled=" + virtual,
					"spring.http.clients.reactive.connector=" + connector)
			.run((context) -> {
				AsyncTaskExecutor threads = context.getBean(AsyncTaskExecutor.class);
				Bridge bridge = context.getBean(Bridge.class);
				List<Future<String>> answers = IntStream.range(0, 20).mapToObj((i) -> threads.submit(() -> {
					// What Java 17 cannot ask a thread
					kind.set(Thread.currentThread().toString().startsWith("VirtualThread") ? "virtual" : "platform");
					return TestContexts.ask(bridge).text() + bridge.chatStream(TestContexts.question())
						.collectList()
						.block(TestContexts.TIMEOUT)
						.size();
				})).toList();
				for (Future<String> answer : answers) {
					assertThat(answer.get(20, TimeUnit.SECONDS)).isNotBlank();
				}
			});
		return kind.get();
	}

	/**
	 * What an application does to its own JSON: a mapper of its own, or Boot's with
	 * settings and modules.
	 */
	static Stream<Named<UnaryOperator<ApplicationContextRunner>>> mappers() {
		SimpleModule shouting = new SimpleModule().addSerializer(String.class, new ToUpperCase());
		return Stream.of(Named.of("a naming strategy", (runner) -> runner.withBean("mapper", JsonMapper.class,
				() -> JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE).build())),
				Named.of("inclusion",
						(runner) -> runner.withPropertyValues("spring.jackson.default-property-inclusion=always",
								"spring.jackson.property-naming-strategy=LOWER_DOT_CASE",
								"spring.jackson.serialization.indent-output=true",
								"spring.jackson.deserialization.fail-on-unknown-properties=true")),
				Named.of("a module", (runner) -> runner.withBean(JacksonModule.class, () -> shouting)));
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void theApplicationsJsonIsItsOwnAffair(UnaryOperator<ApplicationContextRunner> json) {
		List<String> expected = new ArrayList<>();
		runner().run((context) -> expected.addAll(askForEverything(context.getBean(Bridge.class))));
		json.apply(runner())
			.withConfiguration(AutoConfigurations.of(JacksonAutoConfiguration.class, CodecsAutoConfiguration.class))
			.run((context) -> {
				assertThat(context.getBeanNamesForType(JsonMapper.class)).hasSize(1);
				assertThat(askForEverything(context.getBean(Bridge.class))).isEqualTo(expected);
			});
		List<String> bodies = fake.requests().stream().map(RecordedRequest::body).toList();
		assertThat(bodies).hasSize(6);
		assertThat(bodies.subList(3, 6)).isEqualTo(bodies.subList(0, 3));
	}

	private static List<String> askForEverything(Bridge bridge) {
		IRChatRequest request = TestContexts.question()
			.mutate()
			.tool(new IRTool("weather", "Tells the weather", Map.of("type", "object", "properties", Map.of())))
			.build();
		fake.enqueue(Reply.text("Fine."), Reply.text("Fine."));
		IRChatResponse answer = bridge.chat(request).block(TestContexts.TIMEOUT);
		List<String> deltas = bridge.chatStream(request)
			.ofType(IRStreamChunk.Content.class)
			.map(IRStreamChunk.Content::delta)
			.collectList()
			.block(TestContexts.TIMEOUT);
		ChatCompletion completion = bridge.with(new OpenAIFrontendAdapter())
			.chat(ChatCompletionRequest.builder().model(TestContexts.MODEL).user("Hello!").build())
			.block(TestContexts.TIMEOUT);
		return List.of(answer.text(), answer.finishReason().toString(), String.join("|", deltas),
				completion.choices().get(0).message().content());
	}

	private static ApplicationContextRunner runner() {
		return TestContexts.runner().withPropertyValues(properties());
	}

	private static String[] properties() {
		return new String[] { "together.base-url=" + fake.baseUrl(), "together.api-key=key" };
	}

	private static final class ToUpperCase extends StdSerializer<String> {

		private ToUpperCase() {
			super(String.class);
		}

		@Override
		public void serialize(String value, JsonGenerator generator, SerializationContext context) {
			generator.writeString(value.toUpperCase(Locale.ROOT));
		}

	}

}
