package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;

import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.backend.together.settings.TogetherSettings;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRDeadlines;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.HttpReply;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What customizer beans set wins over properties, for every setting.
 */
@ExtendWith(OutputCaptureExtension.class)
class CustomizerTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
				"together.retry.max-attempts=1");

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
		fake.dropConnections();
		fake.reset();
	}

	@Test
	void thePoolIsThatOfTheCustomizer() {
		fake.enqueue(answer().delay(Duration.ofSeconds(20)));
		customized((builder) -> builder
			.http(builder.settings().http().withMaxConnections(1).withPendingAcquireTimeout(Duration.ofMillis(100))))
			.withPropertyValues("together.http.max-connections=50")
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				Disposable running = bridge.chat(TestContexts.question()).subscribe();
				fake.takeRequest(TestContexts.TIMEOUT);
				fails(bridge, "together.http.max-connections");
				running.dispose();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void theSizeOfHeadersIsThatOfTheCustomizer(String connector) {
		fake.enqueue(answer().header("x-large", "x".repeat(6000)));
		customized((builder) -> builder.http(builder.settings().http().withMaxHeaderSize(4096)))
			.withPropertyValues("spring.http.clients.reactive.connector=" + connector)
			.run((context) -> assertThatExceptionOfType(AdapterException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class))));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theProxyIsThatOfTheCustomizer(String connector) throws Exception {
		try (TestProxy proxy = new TestProxy("")) {
			customized((builder) -> builder
				.http(builder.settings().http().withProxy(TogetherProxy.of("localhost", proxy.port()))))
				.withPropertyValues("spring.http.clients.reactive.connector=" + connector,
						"together.http.proxy.host=localhost", "together.http.proxy.port=1")
				.run((context) -> {
					TestContexts.ask(context.getBean(Bridge.class));
					assertThat(proxy.requests()).hasSize(1);
				});
		}
	}

	@Test
	void aConnectorSaysWhatItCannotApplyOfACustomizer(CapturedOutput output) {
		customized((builder) -> builder.http(builder.settings().http().withMaxIdleTime(Duration.ofSeconds(1))))
			.withPropertyValues("spring.http.clients.reactive.connector=jdk")
			.run((context) -> assertThat(output).contains("cannot apply together.http.max-idle-time"));
	}

	@Test
	void oneDeadlineLeavesTheOthersAsTheyAre() {
		TogetherSettings[] settings = new TogetherSettings[1];
		customized((builder) -> {
			builder.deadlines(new IRDeadlines(null, null, Duration.ofSeconds(7), null, null));
			settings[0] = builder.settings();
		}).withPropertyValues("together.timeout.response=3s", "together.timeout.total=4s",
				"spring.http.clients.connect-timeout=2s")
			.run((context) -> assertThat(settings[0].deadlines())
				.isEqualTo(new IRDeadlines(Duration.ofSeconds(2), Duration.ofSeconds(60), Duration.ofSeconds(7),
						Duration.ofSeconds(3), Duration.ofSeconds(4), Duration.ofMinutes(5))));
	}

	@Test
	void theConnectDeadlineIsThatOfTheCustomizer() throws Exception {
		try (SilentServer silent = new SilentServer()) {
			customized((builder) -> builder.baseUrl("https://localhost:" + silent.port())
				.deadlines(new IRDeadlines(Duration.ofMillis(150), null, null, null, null)))
				.run((context) -> fails(context.getBean(Bridge.class), "together.timeout.connect"));
		}
	}

	@Test
	void theServerIsThatOfTheCustomizer(CapturedOutput output) {
		customized((builder) -> builder.baseUrl(fake.baseUrl()))
			.withPropertyValues("together.base-url=https://other.test")
			.run((context) -> {
				assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
				assertThat(output).contains("host localhost,").doesNotContain("other.test");
			});
	}

	@Test
	void theKeyIsThatOfTheCustomizer(CapturedOutput output) {
		customized((builder) -> builder.apiKey("own")).withPropertyValues("together.api-key=").run((context) -> {
			TestContexts.ask(context.getBean(Bridge.class));
			assertThat(fake.requests().get(0).header("authorization")).isEqualTo("Bearer own");
			assertThat(output).doesNotContain("has no API key");
		});
	}

	@Test
	void theModelIsThatOfTheCustomizer(CapturedOutput output) {
		customized((builder) -> builder.defaultModel("own/model"))
			.withPropertyValues("together.default-model=other/model")
			.run((context) -> assertThat(output).contains("default model own/model"));
	}

	@Test
	void noEngineIsMadeForAWebClientOfTheCustomizer(CapturedOutput output) {
		CountDownLatch used = new CountDownLatch(1);
		WebClient.Builder own = WebClient.builder().filter((request, next) -> {
			used.countDown();
			return next.exchange(request);
		});
		customized((builder) -> builder.webClientBuilder(own))
			.withPropertyValues("together.http.proxy.host=localhost", "together.http.proxy.port=1",
					"together.http.max-idle-time=1s", "spring.http.clients.reactive.connector=jdk")
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(used.getCount()).isZero();
				assertThat(output).contains("connector of a customizer").doesNotContain("cannot apply");
			});
	}

	@Test
	void theApplicationsWebClientBuilderStaysAsItIs() {
		WebClient.Builder shared = WebClient.builder();
		this.contextRunner.withBean("shared", WebClient.Builder.class, () -> shared)
			.withBean(TogetherWebClientCustomizer.class,
					() -> (client, builder) -> builder.defaultHeader("x-ours", "ours"))
			.withPropertyValues("together.http.proxy.host=localhost", "together.http.proxy.port=1")
			.run((context) -> {
				assertThatExceptionOfType(AdapterException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
				shared.build()
					.get()
					.uri(fake.baseUrl() + "/models")
					.exchangeToMono((response) -> response.releaseBody())
					.block(TestContexts.TIMEOUT);
				assertThat(fake.requests()).singleElement()
					.satisfies((request) -> assertThat(request.header("x-ours")).isNull());
			});
	}

	@Test
	void theApplicationsWebClientBuilderIsStartedFrom() {
		this.contextRunner
			.withBean("shared", WebClient.Builder.class, () -> WebClient.builder().defaultHeader("x-shared", "yes"))
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(fake.requests().get(0).header("x-shared")).isEqualTo("yes");
			});
	}

	@Test
	void severalWebClientBuildersFailAtStartUp() {
		this.contextRunner.withBean("one", WebClient.Builder.class, WebClient::builder)
			.withBean("two", WebClient.Builder.class, WebClient::builder)
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.isInstanceOf(TogetherConfigurationException.class)
				.hasMessageContaining("one, two")
				.hasMessageContaining("primary"));
	}

	@Test
	void thePrimaryOfSeveralWebClientBuildersIsTaken() {
		this.contextRunner.withBean("one", WebClient.Builder.class, WebClient::builder)
			.withBean("two", WebClient.Builder.class, () -> WebClient.builder().defaultHeader("x-two", "yes"),
					(definition) -> definition.setPrimary(true))
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(fake.requests().get(0).header("x-two")).isEqualTo("yes");
			});
	}

	private ApplicationContextRunner customized(Customization customization) {
		return this.contextRunner.withBean(TogetherAIBackendAdapterCustomizer.class,
				() -> (client, builder) -> customization.apply(builder));
	}

	private static HttpReply answer() {
		return Reply.status(200).json("""
				{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
				"finish_reason":"stop","message":{"role":"assistant","content":"late"}}]}""");
	}

	private static void fails(Bridge bridge, String message) {
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> TestContexts.ask(bridge))
			.withMessageContaining(message);
	}

	interface Customization {

		void apply(TogetherAIBackendAdapterBuilder builder);

	}

}
