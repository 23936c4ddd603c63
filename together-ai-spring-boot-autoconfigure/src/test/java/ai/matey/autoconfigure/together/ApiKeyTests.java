package ai.matey.autoconfigure.together;

import java.nio.file.Files;
import java.nio.file.Path;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What is no key, which of several wins, and whose key a message speaks of.
 */
@ExtendWith(OutputCaptureExtension.class)
class ApiKeyTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.default-model=" + TestContexts.MODEL,
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
		fake.reset();
	}

	@ParameterizedTest
	@ValueSource(strings = { "${NO_SUCH_VARIABLE}", "${NO_SUCH_VARIABLE", " ${no.such.property} " })
	void anUnresolvedPlaceholderIsNoKey(String value, CapturedOutput output) {
		this.contextRunner.withPropertyValues("together.api-key=" + value).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).contains("client 'default' has no API key")
				.contains("placeholder that could not be resolved");
			fails(context.getBean(Bridge.class), ErrorCode.MISSING_API_KEY, "placeholder that could not be resolved");
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void anUnresolvedPlaceholderIsNoKeyWithoutSpringToo() {
		try (TogetherAIBackendAdapter adapter = TogetherAIBackendAdapter.builder()
			.baseUrl(fake.baseUrl())
			.defaultModel(TestContexts.MODEL)
			.apiKey("${TOGETHER_API_KEY}")
			.build()) {
			fails(Bridge.builder(adapter).build(), ErrorCode.MISSING_API_KEY, "No API key");
			assertThat(fake.requests()).isEmpty();
		}
	}

	@Test
	void anUnresolvedPlaceholderOfASupplierIsNoKey() {
		this.contextRunner.withBean(TogetherApiKeySupplier.class, () -> () -> Mono.just("${KEY}")).run((context) -> {
			fails(context.getBean(Bridge.class), ErrorCode.MISSING_API_KEY, "supplier");
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void aKeyFileThatIsMissingIsTold(@TempDir Path folder, CapturedOutput output) throws Exception {
		Path file = folder.resolve("key");
		this.contextRunner.withPropertyValues("together.clients.batch.api-key-file=" + file, "together.api-key=key")
			.run((context) -> {
				assertThat(output).contains("client 'batch' has no API key")
					.contains("'" + file + "' of together.clients.batch.api-key-file cannot be read yet")
					.doesNotContain("client 'default' has no API key");
				fails(bridge(context, "batch"), ErrorCode.MISSING_API_KEY, "together.clients.batch.api-key-file");
				Files.writeString(file, "from-file");
				ask(bridge(context, "batch"));
				assertThat(sentKey()).isEqualTo("Bearer from-file");
			});
	}

	@Test
	void aMissingKeyFileThatIsInheritedIsToldByThePropertyThatNamesIt(@TempDir Path folder, CapturedOutput output) {
		Path file = folder.resolve("key");
		this.contextRunner
			.withPropertyValues("together.api-key-file=" + file, "together.clients.batch.timeout.response=10m")
			.run((context) -> {
				assertThat(output).contains("client 'batch' has no API key")
					.contains("'" + file + "' of together.api-key-file cannot be read yet")
					.doesNotContain("together.clients.batch.api-key-file");
				assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(bridge(context, "batch")))
					.withMessageContaining(" together.api-key-file");
			});
	}

	@Test
	void aBlankBaseUrlIsNotSet(CapturedOutput output) {
		TestContexts.runner()
			.withPropertyValues("together.base-url=", "together.api-key=key", "together.clients.batch.base-url= ",
					"together.clients.batch.default-model=m")
			.run((context) -> {
				assertThat(context).hasNotFailed();
				assertThat(output).contains("client 'default': host api.together.ai")
					.contains("client 'batch': host api.together.ai")
					.doesNotContain("has no API key");
			});
	}

	@Test
	void aSupplierThatGivesNothingIsNotAKeyThatIsNotSet() {
		this.contextRunner.withPropertyValues("together.api-key=key", "together.clients.batch.default-model=m")
			.withBean(TogetherApiKeySupplier.class, () -> Mono::empty)
			.run((context) -> assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> ask(bridge(context, "batch")))
				.withMessageContaining("The API key supplier of Together AI client 'batch' provided no key")
				.withMessageNotContaining("together.api-key")
				.satisfies((failure) -> assertThat(failure.details().client()).isEqualTo("batch")));
	}

	@Test
	void theQualifiedSupplierWins(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), "from-file");
		this.contextRunner
			.withPropertyValues("together.api-key=shared", "together.clients.batch.api-key=own",
					"together.clients.batch.api-key-file=" + file)
			.withUserConfiguration(Suppliers.class)
			.run((context) -> {
				ask(bridge(context, "batch"));
				assertThat(sentKey()).isEqualTo("Bearer of-batch");
			});
	}

	@Test
	void theSupplierOfTheDefaultClientIsItsAlone() {
		this.contextRunner
			.withPropertyValues("together.api-key=shared", "together.clients.other.default-model=openai/gpt-oss-20b",
					"together.clients.batch.default-model=openai/gpt-oss-20b")
			.withUserConfiguration(Suppliers.class)
			.run((context) -> {
				ask(context.getBean(Bridge.class));
				assertThat(sentKey()).isEqualTo("Bearer of-default");
				fake.reset();
				ask(bridge(context, "other"));
				assertThat(sentKey()).isEqualTo("Bearer general");
			});
	}

	@Test
	void theOwnFileWinsOverTheOwnKeyAndOverTheGeneralSupplier(@TempDir Path folder) throws Exception {
		Path file = Files.writeString(folder.resolve("key"), "from-file");
		this.contextRunner
			.withPropertyValues("together.api-key=shared", "together.clients.other.api-key=own",
					"together.clients.other.api-key-file=" + file, "together.clients.third.api-key=own",
					"together.clients.batch.default-model=openai/gpt-oss-20b")
			.withUserConfiguration(Suppliers.class)
			.run((context) -> {
				ask(bridge(context, "other"));
				assertThat(sentKey()).isEqualTo("Bearer from-file");
				fake.reset();
				ask(bridge(context, "third"));
				assertThat(sentKey()).isEqualTo("Bearer own");
			});
	}

	@Test
	void messagesNameTheClientAndItsProperties() {
		fake.enqueue(Reply.status(401).error("invalid_api_key", "no"));
		fake.enqueue(Reply.text("x".repeat(5000)));
		fake.enqueue(Reply.status(302).header("location", "http://localhost:1").plain("moved"));
		this.contextRunner
			.withPropertyValues("together.clients.batch.api-key=key", "together.http.max-in-memory-size=2KB")
			.run((context) -> {
				Bridge bridge = bridge(context, "batch");
				fails(bridge, ErrorCode.INVALID_API_KEY, "together.clients.batch.api-key");
				fails(bridge, ErrorCode.ADAPTER_CONVERSION_ERROR, "together.clients.batch.http.max-in-memory-size");
				fails(bridge, ErrorCode.NETWORK_ERROR, "together.clients.batch.base-url");
			});
	}

	@Test
	void deadlinesNameTheClientsProperty() {
		fake.enqueue(Reply.status(503).header("retry-after", "60").error("full", "full"));
		fake.enqueue(Reply.stream().stall());
		this.contextRunner
			.withPropertyValues("together.clients.batch.api-key=key", "together.clients.batch.retry.max-attempts=2",
					"together.clients.batch.timeout.first-token=150ms")
			.run((context) -> {
				Bridge bridge = bridge(context, "batch");
				fails(bridge, ErrorCode.PROVIDER_OVERLOADED, "together.clients.batch.retry.max-wait");
				assertThatExceptionOfType(AdapterException.class)
					.isThrownBy(() -> bridge.chatStream(TestContexts.question()).blockLast(TestContexts.TIMEOUT))
					.withMessageContaining("together.clients.batch.timeout.first-token")
					.withMessageContaining("client 'batch'");
			});
	}

	private static void fails(Bridge bridge, ErrorCode code, String message) {
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> ask(bridge))
			.withMessageContaining(message)
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(code))
			.satisfies((failure) -> assertThat(failure.details().client())
				.isEqualTo(((TogetherAIBackendAdapter) bridge.backend()).clientName()));
	}

	private static Bridge bridge(ApplicationContext context, String name) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), Bridge.class,
				name);
	}

	private static void ask(Bridge bridge) {
		bridge.chat(IRChatRequest.of("Hello!")).block(TestContexts.TIMEOUT);
	}

	private static String sentKey() {
		return String.valueOf(fake.requests().get(0).header("authorization"));
	}

	@Configuration(proxyBeanMethods = false)
	static class Suppliers {

		@Bean
		@Qualifier("batch")
		TogetherApiKeySupplier ofBatch() {
			return () -> Mono.just("of-batch");
		}

		@Bean
		@Qualifier("default")
		TogetherApiKeySupplier ofDefault() {
			return () -> Mono.just("of-default");
		}

		@Bean
		TogetherApiKeySupplier general() {
			return () -> Mono.just("general");
		}

	}

}
