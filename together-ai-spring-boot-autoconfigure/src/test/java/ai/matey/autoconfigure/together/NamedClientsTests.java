package ai.matey.autoconfigure.together;

import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
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
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for clients under {@code together.clients}.
 */
@ExtendWith(OutputCaptureExtension.class)
class NamedClientsTests {

	private static FakeTogether one;

	private static FakeTogether two;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + one.baseUrl(), "together.api-key=key-one",
				"together.default-model=" + TestContexts.MODEL, "together.headers.x-team=red",
				"together.headers.x-region=eu", "together.clients.fast.base-url=" + two.baseUrl(),
				"together.clients.fast.api-key=key-two", "together.clients.fast.default-model=openai/gpt-oss-20b",
				"together.clients.fast.headers.x-team=blue", "together.clients.spare.timeout.response=7s");

	@BeforeAll
	static void start() {
		one = FakeTogether.builder().tokensPerSecond(100_000).apiKey("key-one").start();
		two = FakeTogether.builder().tokensPerSecond(100_000).apiKey("key-two").start();
	}

	@AfterAll
	static void stop() {
		one.close();
		two.close();
	}

	@BeforeEach
	void reset() {
		one.reset();
		two.reset();
	}

	@Test
	void eachClientHasItsOwnServerKeyModelAndHeaders() {
		this.contextRunner.run((context) -> {
			ask(context.getBean(Bridge.class));
			ask(bridge(context, "fast"));
			assertThat(one.requests()).singleElement().satisfies((request) -> {
				assertThat(request.header("authorization")).isEqualTo("Bearer key-one");
				assertThat(request.model()).isEqualTo(TestContexts.MODEL);
				assertThat(request.header("x-team")).isEqualTo("red");
			});
			assertThat(two.requests()).singleElement().satisfies((request) -> {
				assertThat(request.header("authorization")).isEqualTo("Bearer key-two");
				assertThat(request.model()).isEqualTo("openai/gpt-oss-20b");
				assertThat(request.header("x-team")).isEqualTo("blue");
				assertThat(request.header("x-region")).isEqualTo("eu");
			});
		});
	}

	@Test
	void whatAClientDoesNotSetIsInherited() {
		this.contextRunner.run((context) -> {
			ask(bridge(context, "spare"));
			RecordedRequest request = one.requests().get(0);
			assertThat(request.header("authorization")).isEqualTo("Bearer key-one");
			assertThat(request.model()).isEqualTo(TestContexts.MODEL);
		});
	}

	@Test
	void adaptersCarryTheirNames() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBeansOfType(TogetherAIBackendAdapter.class).values())
				.extracting(TogetherAIBackendAdapter::clientName)
				.containsExactlyInAnyOrder("default", "fast", "spare");
			assertThat(((TogetherAIBackendAdapter) bridge(context, "fast").backend()).clientName()).isEqualTo("fast");
		});
	}

	@Test
	void plainInjectionGetsThePlainClientAndAQualifierTheNamedOne() {
		this.contextRunner.withUserConfiguration(Consumers.class).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean("plain")).isSameAs(context.getBean("bridge"));
			assertThat(context.getBean("named")).isSameAs(context.getBean("fastBridge"));
			assertThat(context.getBean("adapterName")).isEqualTo("fast");
		});
	}

	@Test
	void namedClientsDoNotCompeteWithAnAdapterOfTheApplication() {
		TogetherAIBackendAdapter own = TogetherAIBackendAdapter.builder().build();
		this.contextRunner.withBean("own", TogetherAIBackendAdapter.class, () -> own).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(context.getBean(TogetherAIBackendAdapter.class)).isSameAs(own);
			assertThat(context.getBean("bridge", Bridge.class).backend()).isSameAs(own);
			assertThat(bridge(context, "fast").backend()).isNotSameAs(own);
		});
	}

	@Test
	void aBeanOfTheSameNameTakesTheClientsPlace() {
		TogetherAIBackendAdapter own = TogetherAIBackendAdapter.builder().name("own").build();
		this.contextRunner
			.withBean("fastTogetherAIBackendAdapter", TogetherAIBackendAdapter.class, () -> own,
					(definition) -> ((org.springframework.beans.factory.support.AbstractBeanDefinition) definition)
						.setDefaultCandidate(false))
			.run((context) -> assertThat(bridge(context, "fast").backend()).isSameAs(own));
	}

	@Test
	void aSupplierForAllDoesNotHideAClientsOwnKey() {
		this.contextRunner.withBean(TogetherApiKeySupplier.class, () -> () -> Mono.just("key-one")).run((context) -> {
			ask(bridge(context, "fast"));
			ask(bridge(context, "spare"));
			ask(context.getBean(Bridge.class));
			assertThat(two.requests().get(0).header("authorization")).isEqualTo("Bearer key-two");
			assertThat(one.requests()).hasSize(2);
		});
	}

	@Test
	void aSupplierOfOneClientIsNotUsedByOthers() {
		this.contextRunner.withPropertyValues("together.clients.fast.api-key=wrong")
			.withUserConfiguration(SupplierOfFast.class)
			.run((context) -> {
				ask(bridge(context, "fast"));
				ask(context.getBean(Bridge.class));
				assertThat(one.requests().get(0).header("authorization")).isEqualTo("Bearer key-one");
			});
	}

	@ParameterizedTest
	@ValueSource(strings = { "together.api-key=key-one", "together.api-key-file=pom.xml" })
	void aKeyGoesToNoOtherServer(String key, CapturedOutput output) {
		TestContexts.runner()
			.withPropertyValues("together.base-url=" + one.baseUrl(), "together.default-model=" + TestContexts.MODEL,
					"together.clients.other.base-url=" + two.baseUrl(), key)
			.run((context) -> {
				assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(bridge(context, "other")))
					.withMessageContaining("together.clients.other.api-key")
					.withMessageContaining("a key goes to no other server by itself")
					.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_API_KEY));
				assertThat(two.requests()).isEmpty();
				assertThat(output).containsOnlyOnce("has no API key")
					.contains("client 'other' has no API key")
					.contains("together.clients.other.api-key=${together.api-key}");
			});
	}

	@Test
	void theSameKeyIsSharedByNamingIt() {
		this.contextRunner
			.withPropertyValues("together.api-key=key-two", "together.clients.other.base-url=" + two.baseUrl(),
					"together.clients.other.api-key=${together.api-key}")
			.run((context) -> {
				ask(bridge(context, "other"));
				assertThat(two.requests().get(0).header("authorization")).isEqualTo("Bearer key-two");
			});
	}

	@Test
	void theSameServerWrittenInAnotherWayIsNoOther() {
		this.contextRunner
			.withPropertyValues("together.clients.other.base-url="
					+ one.baseUrl().replace("/v1", "/").replace("localhost", "LOCALHOST"))
			.run((context) -> {
				ask(bridge(context, "other"));
				assertThat(one.requests().get(0).header("authorization")).isEqualTo("Bearer key-one");
			});
	}

	/**
	 * Told by the start-up log: no request leaves for the service.
	 */
	@Test
	void hostsOfTogetherAreOneServer(CapturedOutput output) {
		TestContexts.runner()
			.withPropertyValues("together.api-key=key-one",
					"together.clients.dedicated.base-url=https://api-inference.together.ai/v1",
					"together.clients.other.base-url=https://api-inference.nottogether.ai/v1")
			.run((context) -> assertThat(output).contains("client 'other' has no API key")
				.doesNotContain("client 'dedicated' has no API key"));
	}

	@Test
	void aClientWithoutAnyKeyNamesItsProperty(CapturedOutput output) {
		TestContexts.runner()
			.withPropertyValues("together.base-url=" + one.baseUrl(), "together.clients.spare.default-model=any")
			.run((context) -> {
				assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(bridge(context, "spare")))
					.withMessageContaining("Set together.clients.spare.api-key, or together.api-key for all clients.");
				assertThat(output).contains("client 'spare' has no API key")
					.contains("client 'default' has no API key");
			});
	}

	/**
	 * No key is set at all: one that is blank in the properties would hide the supplier.
	 */
	@Test
	void aSupplierForAllIsNotAskedForAnotherServer() {
		TestContexts.runner()
			.withBean(TogetherApiKeySupplier.class, () -> () -> Mono.just("key-one"))
			.withPropertyValues("together.base-url=" + one.baseUrl(), "together.default-model=" + TestContexts.MODEL,
					"together.clients.other.base-url=" + two.baseUrl())
			.run((context) -> {
				ask(context.getBean(Bridge.class));
				assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(bridge(context, "other")))
					.withMessageContaining("together.clients.other.api-key");
				assertThat(one.requests()).hasSize(1);
				assertThat(two.requests()).isEmpty();
			});
	}

	@Test
	void aSupplierOfOneClientIsAskedForAnotherServer() {
		this.contextRunner.withPropertyValues("together.clients.fast.api-key=")
			.withUserConfiguration(SupplierOfFast.class)
			.run((context) -> {
				ask(bridge(context, "fast"));
				assertThat(two.requests().get(0).header("authorization")).isEqualTo("Bearer key-two");
			});
	}

	@Test
	void connectionDetailsAnswerForAnotherServerThemselves() {
		this.contextRunner.withBean(TogetherConnectionDetails.class, () -> new Details("one"))
			.withBean(TogetherApiKeySupplier.class, () -> () -> Mono.just("key-one"))
			.run((context) -> {
				ask(bridge(context, "fast"));
				assertThat(two.requests().get(0).header("authorization")).isEqualTo("Bearer key-two");
			});
	}

	@Test
	void connectionDetailsAreAskedForEachClient() {
		this.contextRunner.withBean(TogetherConnectionDetails.class, () -> new Details("one"))
			.withPropertyValues("together.clients.fast.base-url=http://localhost:1")
			.run((context) -> {
				ask(bridge(context, "fast"));
				ask(context.getBean(Bridge.class));
				assertThat(two.requests()).hasSize(1);
				assertThat(one.requests()).hasSize(1);
			});
	}

	@Test
	void customizersAreToldTheClient() {
		this.contextRunner
			.withBean(TogetherAIBackendAdapterCustomizer.class,
					() -> (client, builder) -> builder.header("x-client", client))
			.run((context) -> {
				ask(bridge(context, "fast"));
				ask(context.getBean(Bridge.class));
				assertThat(two.requests().get(0).header("x-client")).isEqualTo("fast");
				assertThat(one.requests().get(0).header("x-client")).isEqualTo("default");
			});
	}

	@Test
	void oneSwitchTurnsNamedClientsOff() {
		this.contextRunner.withPropertyValues("together.enabled=false")
			.run((context) -> assertThat(context.getBeansOfType(Bridge.class)).isEqualTo(Map.of()));
	}

	@Test
	void poolsOfAllClientsAreClosedWithTheContext() {
		this.contextRunner.run((context) -> {
			ask(bridge(context, "fast"));
			ask(context.getBean(Bridge.class));
		});
		one.awaitNoConnections(TestContexts.TIMEOUT);
		two.awaitNoConnections(TestContexts.TIMEOUT);
	}

	private static Bridge bridge(ApplicationContext context, String name) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), Bridge.class,
				name);
	}

	private static void ask(Bridge bridge) {
		bridge.chat(IRChatRequest.of("Hello!")).block(TestContexts.TIMEOUT);
	}

	@Configuration(proxyBeanMethods = false)
	static class Consumers {

		@Bean(defaultCandidate = false)
		Bridge plain(Bridge bridge) {
			return bridge;
		}

		@Bean(defaultCandidate = false)
		Bridge named(@Qualifier("fast") Bridge bridge) {
			return bridge;
		}

		@Bean
		String adapterName(@Qualifier("fast") TogetherAIBackendAdapter adapter) {
			return adapter.clientName();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class SupplierOfFast {

		@Bean
		@Qualifier("fast")
		TogetherApiKeySupplier supplier() {
			return () -> Mono.just("key-two");
		}

	}

	record Details(String server) implements TogetherConnectionDetails {

		@Override
		public String getBaseUrl() {
			return this.server.equals("fast") ? two.baseUrl() : one.baseUrl();
		}

		@Override
		public String getApiKey() {
			return this.server.equals("fast") ? "key-two" : "key-one";
		}

		@Override
		public TogetherConnectionDetails forClient(String name) {
			return new Details(name);
		}

	}

}
