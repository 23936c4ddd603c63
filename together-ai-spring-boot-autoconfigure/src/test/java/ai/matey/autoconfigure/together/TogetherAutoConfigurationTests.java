package ai.matey.autoconfigure.together;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.publisher.Mono;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.webclient.WebClientCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;
import org.springframework.http.client.reactive.ClientHttpConnector;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link TogetherAutoConfiguration} and {@link BridgeAutoConfiguration}.
 */
@ExtendWith(OutputCaptureExtension.class)
class TogetherAutoConfigurationTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=secret-key");

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
	void aBridgeToTogetherIsThere() {
		this.contextRunner.run((context) -> {
			assertThat(context).hasSingleBean(TogetherAIBackendAdapter.class).hasSingleBean(Bridge.class);
			assertThat(TestContexts.ask(context.getBean(Bridge.class)).text()).isNotBlank();
			assertThat(sentKey()).isEqualTo("Bearer secret-key");
		});
	}

	@Test
	void noConnectionIsMadeAtStartUp() {
		this.contextRunner
			.withPropertyValues("together.clients.fast.default-model=" + TestContexts.MODEL,
					"together.clients.fast.http.max-connections=3")
			.run((context) -> {
				assertThat(context.getBeansOfType(TogetherAIBackendAdapter.class)).hasSize(2);
				assertThat(fake.requests()).isEmpty();
				assertThat(fake.openConnections()).isZero();
			});
	}

	@Test
	void noGeneralBeanIsPublished() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBeanNamesForType(WebClient.Builder.class)).containsExactly("webClientBuilder");
			assertThat(context.getBeanNamesForType(ClientHttpConnector.class)).containsExactly("clientHttpConnector");
			assertThat(context.getBeanNamesForType(WebClient.class)).isEmpty();
		});
	}

	@Test
	void backsOffForTheUsersAdapter() {
		this.contextRunner.withUserConfiguration(OwnAdapter.class).run((context) -> {
			assertThat(context.getBean(TogetherAIBackendAdapter.class)).isSameAs(context.getBean("ownAdapter"));
			assertThat(context.getBean(Bridge.class).backend()).isSameAs(context.getBean("ownAdapter"));
		});
	}

	@Test
	void backsOffForTheUsersBridge() {
		Bridge bridge = Bridge.builder(OwnAdapter.adapter()).build();
		this.contextRunner.withBean("ownBridge", Bridge.class, () -> bridge)
			.run((context) -> assertThat(context.getBean(Bridge.class)).isSameAs(bridge));
	}

	@Test
	void startsWithTwoAdaptersOfTheUser() {
		this.contextRunner.withUserConfiguration(OwnAdapter.class)
			.withBean("second", TogetherAIBackendAdapter.class, OwnAdapter::adapter)
			.run((context) -> assertThat(context).hasNotFailed().doesNotHaveBean(Bridge.class));
	}

	@Test
	void oneSwitchTurnsAllOff() {
		this.contextRunner.withPropertyValues("together.enabled=false", "together.timeout.connect=-1s")
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TogetherAIBackendAdapter.class)
				.doesNotHaveBean(Bridge.class)
				.doesNotHaveBean(TogetherProperties.class)
				.doesNotHaveBean(TogetherClients.class));
	}

	@Test
	void backsOffWithoutWebClient() {
		this.contextRunner.withClassLoader(new FilteredClassLoader(WebClient.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TogetherAIBackendAdapter.class)
				.doesNotHaveBean(Bridge.class));
	}

	@Test
	void startsWithoutAKeyAndSaysSo(CapturedOutput output) {
		TestContexts.runner().withPropertyValues("together.base-url=" + fake.baseUrl()).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(output).containsOnlyOnce("has no API key")
				.contains("together.api-key")
				.contains("TOGETHER_API_KEY");
			assertThatExceptionOfType(AuthenticationException.class)
				.isThrownBy(() -> TestContexts.ask(context.getBean(Bridge.class)))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.MISSING_API_KEY));
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void saysAtStartUpWhatAClientIs(CapturedOutput output) {
		this.contextRunner.withPropertyValues("together.default-model=some/model")
			.run((context) -> assertThat(output)
				.containsOnlyOnce(
						"Together AI client 'default': host localhost, connector reactor, default model some/model")
				.doesNotContain("has no API key")
				.doesNotContain("secret-key"));
	}

	@Test
	void theKeyIsTakenFromTheEnvironment() {
		TestContexts.runner()
			.withPropertyValues("together.base-url=" + fake.baseUrl())
			.withInitializer((context) -> context.getEnvironment()
				.getPropertySources()
				.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
						new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
								Map.of("TOGETHER_API_KEY", "from-environment"))))
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(sentKey()).isEqualTo("Bearer from-environment");
			});
	}

	@Test
	void aSupplierOfKeysWinsOverTheProperty() {
		this.contextRunner
			.withBean(TogetherApiKeySupplier.class,
					() -> () -> Mono.deferContextual((context) -> Mono.just("key-of-" + context.get("tenant"))))
			.run((context) -> {
				context.getBean(Bridge.class)
					.chat(TestContexts.question())
					.contextWrite((c) -> c.put("tenant", "acme"))
					.block(TestContexts.TIMEOUT);
				assertThat(sentKey()).isEqualTo("Bearer key-of-acme");
			});
	}

	@Test
	void connectionDetailsWinOverTheProperties() {
		this.contextRunner.withPropertyValues("together.base-url=http://localhost:1")
			.withBean(TogetherConnectionDetails.class, OtherServer::new)
			.run((context) -> {
				assertThat(context).doesNotHaveBean(PropertiesTogetherConnectionDetails.class);
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(sentKey()).isEqualTo("Bearer key-of-details");
			});
	}

	@Test
	void middlewareIsOrdered() {
		this.contextRunner.withUserConfiguration(OrderedMiddleware.class).run((context) -> {
			IRChatResponse response = TestContexts.ask(context.getBean(Bridge.class));
			assertThat(response.metadata().provenance().middleware()).containsExactly("first", "second");
		});
	}

	@Test
	void listenersAreTold() {
		List<String> told = new ArrayList<>();
		BackendListener listener = new BackendListener() {

			@Override
			public void started(BackendCall call) {
				told.add(call.client());
			}

		};
		this.contextRunner.withBean(BackendListener.class, () -> listener).run((context) -> {
			TestContexts.ask(context.getBean(Bridge.class));
			assertThat(told).containsExactly("default");
		});
	}

	@Test
	void customizersRunInOrderAfterTheProperties() {
		this.contextRunner.withPropertyValues("together.headers.x-team=red", "together.default-model=other")
			.withUserConfiguration(Customizers.class)
			.run((context) -> {
				context.getBean(Bridge.class)
					.chat(IRChatRequest.of("Hello!").mutate().metadata(TestContexts.question().metadata()).build())
					.block(TestContexts.TIMEOUT);
				assertThat(fake.requests().get(0).header("x-team")).isEqualTo("blue");
				assertThat(fake.requests().get(0).header("x-client")).isEqualTo("default");
				assertThat(fake.requests().get(0).model()).isEqualTo(TestContexts.MODEL);
				assertThat(context.getBean(Customizers.class).calls).containsExactly("first", "second", "bridge");
			});
	}

	@Test
	void theApplicationsWebClientCustomizersApply() {
		this.contextRunner
			.withBean(WebClientCustomizer.class, () -> (builder) -> builder.defaultHeader("x-application", "shop"))
			.run((context) -> {
				TestContexts.ask(context.getBean(Bridge.class));
				assertThat(fake.requests().get(0).header("x-application")).isEqualTo("shop");
			});
	}

	@Test
	void connectionsAreClosedWithTheContext() {
		this.contextRunner.run((context) -> {
			TestContexts.ask(context.getBean(Bridge.class));
			assertThat(fake.openConnections()).isOne();
		});
		fake.awaitNoConnections(TestContexts.TIMEOUT);
	}

	private static String sentKey() {
		return fake.requests().get(0).header("authorization");
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnAdapter {

		static TogetherAIBackendAdapter adapter() {
			return TogetherAIBackendAdapter.builder().apiKey("own").build();
		}

		@Bean
		TogetherAIBackendAdapter ownAdapter() {
			return adapter();
		}

	}

	static class OtherServer implements TogetherConnectionDetails {

		@Override
		public String getBaseUrl() {
			return fake.baseUrl();
		}

		@Override
		public String getApiKey() {
			return "key-of-details";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OrderedMiddleware {

		@Bean
		@Order(2)
		ChatMiddleware late() {
			return named("second");
		}

		@Bean
		@Order(1)
		ChatMiddleware early() {
			return named("first");
		}

		private static ChatMiddleware named(String name) {
			return new ChatMiddleware() {

				@Override
				public String name() {
					return name;
				}

			};
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class Customizers {

		final List<String> calls = new ArrayList<>();

		@Bean
		@Order(2)
		TogetherAIBackendAdapterCustomizer second() {
			return (client, builder) -> {
				this.calls.add("second");
				builder.header("x-team", "blue");
			};
		}

		@Bean
		@Order(1)
		TogetherAIBackendAdapterCustomizer first() {
			return (client, builder) -> {
				this.calls.add("first");
				builder.defaultModel(TestContexts.MODEL).header("x-team", "green");
			};
		}

		@Bean
		TogetherWebClientCustomizer webClient() {
			return (client, builder) -> builder.defaultHeader("x-client", client);
		}

		@Bean
		BridgeCustomizer bridgeCustomizer() {
			return (client, builder) -> this.calls.add("bridge");
		}

	}

}
