package ai.matey.autoconfigure.together;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.http.client.InetAddressFilter;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import ai.matey.backend.together.settings.TogetherSettings;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.ListModelsOptions;
import ai.matey.ir.ListModelsResult;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.HttpReply;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.params.provider.Arguments.arguments;

/**
 * Each setting reaches its target, over real HTTP.
 */
@ExtendWith(OutputCaptureExtension.class)
class HttpSettingsTests {

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

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void everyConnectorChatsAndStreams(String connector, CapturedOutput output) {
		connector(connector).run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			assertThat(TestContexts.ask(bridge).text()).isNotBlank();
			assertThat(bridge.chatStream(TestContexts.question()).collectList().block(TestContexts.TIMEOUT)).last()
				.isInstanceOf(IRStreamChunk.Done.class);
			assertThat(output).contains("connector " + connector);
		});
		fake.awaitIdle(TestContexts.TIMEOUT);
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void redirectsAreNotFollowedWhateverTheApplicationDoes(String connector) {
		fake.enqueue(Reply.status(302).header("location", fake.baseUrl() + "/elsewhere").plain("moved"));
		connector(connector).withPropertyValues("spring.http.clients.redirects=follow").run((context) -> {
			assertThatExceptionOfType(AdapterException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
			assertThat(fake.requests()).hasSize(1);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theApplicationsReadTimeoutDoesNotCutSlowAnswers(String connector) {
		fake.enqueue(slow(Duration.ofMillis(700)));
		connector(connector).withPropertyValues("spring.http.clients.read-timeout=200ms")
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isEqualTo("late"));
	}

	@Test
	void sizeOfAnAssembledResponse() {
		fake.enqueue(Reply.stream().endless("word "), Reply.text("x".repeat(5000)));
		this.contextRunner.withPropertyValues("together.http.max-response-size=2KB").run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			streamFails(bridge, "together.http.max-response-size");
			fails(bridge, "together.http.max-response-size");
		});
	}

	@Test
	void aStreamWithoutAnAssembledResponseMayGoOn() {
		fake.enqueue(Reply.stream().tokens("word ".repeat(2000)).finish("stop").done());
		this.contextRunner.withPropertyValues("together.http.max-response-size=2KB").run((context) -> {
			IRChatRequest request = TestContexts.question().mutate().assembleResponse(false).build();
			List<IRStreamChunk> chunks = context.getBean(Bridge.class)
				.chatStream(request)
				.collectList()
				.block(TestContexts.TIMEOUT);
			assertThat(chunks).hasSizeGreaterThan(1000)
				.last()
				.isInstanceOfSatisfying(IRStreamChunk.Done.class, (done) -> {
					assertThat(done.response().text()).isEmpty();
					assertThat(done.response().finishReason()).isEqualTo(FinishReason.STOP);
				});
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void cancellingClosesTheConnection(String connector) {
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(20)).endless("word "));
		connector(connector).run((context) -> {
			context.getBean(Bridge.class).chatStream(TestContexts.question()).take(3).blockLast(TestContexts.TIMEOUT);
			fake.await(RecordedRequest::closedEarly, TestContexts.TIMEOUT);
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty", "jdk" })
	void theApplicationsFilterOfAddressesApplies(String connector) {
		connector(connector).withBean(InetAddressFilter.class, InetAddressFilter::externalAddresses).run((context) -> {
			assertThatExceptionOfType(AdapterException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void aConnectorSaysWhatItCannotApply(CapturedOutput output) {
		connector("jdk")
			.withPropertyValues("together.http.max-connections=7", "together.http.max-header-size=64KB",
					"together.http.max-in-memory-size=1MB")
			.run((context) -> assertThat(output)
				.contains("cannot apply together.http.max-connections, together.http.max-header-size")
				.doesNotContain("max-in-memory-size"));
	}

	@Test
	void jettySaysWhatItCannotApply(CapturedOutput output) {
		connector("jetty")
			.withPropertyValues("together.http.max-connections=7", "together.http.max-header-size=64KB",
					"together.http.max-idle-time=1s", "together.http.pending-acquire-timeout=1s",
					"together.http.http2=true", "together.http.metrics=true")
			.run((context) -> assertThat(output).contains("cannot apply together.http.max-idle-time, "
					+ "together.http.metrics, together.http.pending-acquire-timeout, together.http.http2"));
	}

	@Test
	void responseDeadline() {
		fake.enqueue(slow(Duration.ofSeconds(20)));
		this.contextRunner.withPropertyValues("together.timeout.response=150ms")
			.run((context) -> fails(context.getBean(Bridge.class), "together.timeout.response (PT0.15S)"));
	}

	@Test
	void firstTokenDeadline() {
		fake.enqueue(slow(Duration.ofSeconds(20)));
		this.contextRunner.withPropertyValues("together.timeout.first-token=150ms")
			.run((context) -> streamFails(context.getBean(Bridge.class), "together.timeout.first-token (PT0.15S)"));
	}

	@Test
	void idleDeadline() {
		fake.enqueue(Reply.stream().tokens("slow word").stall());
		this.contextRunner.withPropertyValues("together.timeout.idle=150ms")
			.run((context) -> streamFails(context.getBean(Bridge.class), "together.timeout.idle (PT0.15S)"));
	}

	@Test
	void totalDeadline() {
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(20)).endless("word "));
		this.contextRunner.withPropertyValues("together.timeout.total=300ms")
			.run((context) -> streamFails(context.getBean(Bridge.class), "together.timeout.total (PT0.3S)"));
	}

	@Test
	void connectDeadlineIsOursElseTheApplications() {
		connectDeadline(2, "spring.http.clients.connect-timeout=1s", "together.timeout.connect=2s");
		connectDeadline(1, "spring.http.clients.connect-timeout=1s");
		connectDeadline(5);
	}

	@Test
	void aConnectTimeoutThatLibrariesCannotCountFailsAtStartUp() {
		this.contextRunner.withPropertyValues("spring.http.clients.connect-timeout=60d")
			.run((context) -> assertThat(context.getStartupFailure()).rootCause()
				.hasMessageContaining("spring.http.clients.connect-timeout: It must not be longer than 24 days"));
	}

	private void connectDeadline(int seconds, String... properties) {
		List<TogetherSettings> settings = new ArrayList<>();
		this.contextRunner.withPropertyValues(properties)
			.withBean(TogetherAIBackendAdapterCustomizer.class,
					() -> (client, builder) -> settings.add(builder.settings()))
			.run((context) -> assertThat(settings).singleElement()
				.extracting((client) -> client.deadlines().connect())
				.isEqualTo(Duration.ofSeconds(seconds)));
	}

	@Test
	void retry() {
		fake.enqueue(2, Reply.status(503).error("service_unavailable", "full"));
		this.contextRunner
			.withPropertyValues("together.retry.max-attempts=3", "together.retry.initial-backoff=1ms",
					"together.retry.jitter=0", "together.retry.multiplier=1", "together.retry.max-backoff=1ms")
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).metadata().attempts())
				.isEqualTo(3));
	}

	@Test
	void retryWaitsNoLongerThanAllowed() {
		fake.enqueue(Reply.status(429).header("retry-after", "2").error("rate_limit", "slow down"));
		this.contextRunner.withPropertyValues("together.retry.max-attempts=3", "together.retry.max-wait=1s")
			.run((context) -> {
				assertThatExceptionOfType(AdapterException.class)
					.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)));
				assertThat(fake.requests()).hasSize(1);
			});
	}

	@Test
	void sizeInMemory() {
		fake.enqueue(Reply.text("x".repeat(5000)));
		this.contextRunner.withPropertyValues("together.http.max-in-memory-size=2KB")
			.run((context) -> fails(context.getBean(Bridge.class), "together.http.max-in-memory-size"));
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void sizeOfHeaders(String connector) {
		fake.enqueue(2, answer("hi").header("x-large", "x".repeat(6000)));
		connector(connector).run((context) -> TestContexts.ask(context.getBean(Bridge.class)));
		connector(connector).withPropertyValues("together.http.max-header-size=4KB")
			.run((context) -> assertThatExceptionOfType(AdapterException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class))));
	}

	@Test
	void connections() {
		fake.enqueue(slow(Duration.ofSeconds(20)));
		this.contextRunner
			.withPropertyValues("together.http.max-connections=1", "together.http.pending-acquire-timeout=100ms")
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				var running = bridge.chat(TestContexts.question()).subscribe();
				fake.takeRequest(TestContexts.TIMEOUT);
				fails(bridge, "together.http.max-connections");
				running.dispose();
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "reactor", "jetty" })
	void callsThatWaitForAConnection(String connector) {
		fake.enqueue(3, slow(Duration.ofSeconds(20)));
		connector(connector)
			.withPropertyValues("together.http.max-connections=1", "together.http.pending-acquire-max-count=1",
					"together.shutdown-grace=0")
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				var running = bridge.chat(TestContexts.question()).subscribe();
				fake.takeRequest(TestContexts.TIMEOUT);
				var waiting = bridge.chat(TestContexts.question()).subscribe();
				fails(bridge, "together.http.pending-acquire-max-count");
				waiting.dispose();
				running.dispose();
			});
	}

	@Test
	void unusedConnectionsAreClosed() {
		this.contextRunner.withPropertyValues("together.http.max-idle-time=100ms").run((context) -> {
			TestContexts.ask(context.getBean(Bridge.class));
			fake.awaitNoConnections(TestContexts.TIMEOUT);
		});
	}

	@Test
	void textBetweenThinkTagsIsReasoning() {
		fake.enqueue(answer("<think>hm</think>Yes"));
		this.contextRunner.withPropertyValues("together.split-think-tags=true")
			.run((context) -> assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isEqualTo("Yes"));
	}

	@Test
	void runningCallsMayFinishWhenTheContextCloses() {
		fake.enqueue(slow(Duration.ofMillis(500)));
		AtomicReference<IRChatResponse> answer = new AtomicReference<>();
		this.contextRunner.withPropertyValues("together.shutdown-grace=20s").run((context) -> {
			context.getBean(Bridge.class).chat(TestContexts.question()).subscribe(answer::set);
			fake.takeRequest(TestContexts.TIMEOUT);
		});
		assertThat(answer.get().text()).isEqualTo("late");
	}

	@Test
	void runningCallsEndWithTheContextWithoutGrace() {
		fake.enqueue(slow(Duration.ofSeconds(20)));
		this.contextRunner.withPropertyValues("together.shutdown-grace=0").run((context) -> {
			context.getBean(Bridge.class).chat(TestContexts.question()).subscribe((response) -> {
			}, (failure) -> {
			});
			fake.takeRequest(TestContexts.TIMEOUT);
		});
		fake.await(RecordedRequest::closedEarly, TestContexts.TIMEOUT);
	}

	@Test
	void listOfModelsIsFreshForAWhile() {
		this.contextRunner.withPropertyValues("together.models.cache-ttl=0").run((context) -> {
			assertThat(source(context.getBean(Bridge.class))).isEqualTo(ListModelsResult.Source.REMOTE);
			assertThat(source(context.getBean(Bridge.class))).isEqualTo(ListModelsResult.Source.REMOTE);
		});
		this.contextRunner.run((context) -> {
			assertThat(source(context.getBean(Bridge.class))).isEqualTo(ListModelsResult.Source.REMOTE);
			assertThat(source(context.getBean(Bridge.class))).isEqualTo(ListModelsResult.Source.CACHE);
		});
	}

	@Test
	void theKeyFileIsReadForEachCall(@TempDir Path folder) throws IOException {
		Path file = folder.resolve("key");
		this.contextRunner.withPropertyValues("together.api-key-file=" + file).run((context) -> {
			Bridge bridge = context.getBean(Bridge.class);
			assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> TestContexts.ask(bridge))
				.withMessageContaining("together.api-key-file could not be read");
			Files.writeString(file, "first\n");
			TestContexts.ask(bridge);
			Files.writeString(file, "second\n");
			TestContexts.ask(bridge);
			assertThat(fake.requests()).extracting((request) -> request.header("authorization"))
				.containsExactly("Bearer first", "Bearer second");
		});
	}

	@ParameterizedTest
	@MethodSource("filesWithoutKey")
	void aFileThatHoldsNoKeyIsNotSent(String content, ErrorCode code, @TempDir Path folder) throws IOException {
		Path file = Files.writeString(folder.resolve("key"), content);
		this.contextRunner.withPropertyValues("together.api-key-file=" + file).run((context) -> {
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.withMessageNotContaining("two")
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code));
			assertThat(fake.requests()).isEmpty();
		});
	}

	static Stream<Arguments> filesWithoutKey() {
		return Stream.of(arguments("", ErrorCode.MISSING_API_KEY), arguments("two words", ErrorCode.INVALID_API_KEY),
				arguments("two\nlines", ErrorCode.INVALID_API_KEY),
				arguments("k".repeat(16 * 1024 + 1), ErrorCode.INVALID_API_KEY));
	}

	@Test
	void propertiesDoNotShowSecrets() {
		this.contextRunner.withPropertyValues("together.http.proxy.host=", "together.http.proxy.password=hidden")
			.run((context) -> assertThat(context.getBean(TogetherProperties.class).getHttp().toString())
				.doesNotContain("hidden"));
	}

	private static HttpReply slow(Duration delay) {
		return answer("late").delay(delay);
	}

	private static HttpReply answer(String text) {
		return Reply.status(200).json("""
				{"id":"x","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
				"finish_reason":"stop","message":{"role":"assistant","content":"%s"}}]}""".formatted(text));
	}

	private ApplicationContextRunner connector(String name) {
		return this.contextRunner.withPropertyValues("spring.http.clients.reactive.connector=" + name);
	}

	private static ListModelsResult.Source source(Bridge bridge) {
		return Objects.requireNonNull(bridge.listModels(ListModelsOptions.ALL).block(TestContexts.TIMEOUT)).source();
	}

	private static void fails(Bridge bridge, String message) {
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> TestContexts.ask(bridge))
			.withMessageContaining(message);
	}

	private static void streamFails(Bridge bridge, String message) {
		assertThatExceptionOfType(AdapterException.class)
			.isThrownBy(() -> bridge.chatStream(TestContexts.question()).blockLast(TestContexts.TIMEOUT))
			.withMessageContaining(message);
	}

}
