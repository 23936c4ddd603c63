package ai.matey.autoconfigure.together;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;

import ai.matey.core.Bridge;
import ai.matey.core.BridgeBuilder;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.test.together.FakeTogether;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Which middleware stands in front of which client, and what a bridge of the application
 * keeps.
 */
class MiddlewareTests {

	private static FakeTogether fake;

	private final ApplicationContextRunner contextRunner = TestContexts.runner()
		.withPropertyValues("together.base-url=" + fake.baseUrl(), "together.api-key=key",
				"together.default-model=" + TestContexts.MODEL,
				"together.clients.fast.default-model=openai/gpt-oss-20b",
				"together.clients.batch.default-model=openai/gpt-oss-20b");

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
	void middlewareKnowsInWhichClientItStands() {
		List<String> clients = new ArrayList<>();
		this.contextRunner.withBean(ChatMiddleware.class, () -> new ChatMiddleware() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
				clients.add(String.valueOf(request.metadata().provenance().client()));
				return chain.next(request);
			}

		}).run((context) -> {
			IRChatResponse response = ask(context.getBean(Bridge.class));
			ask(bridge(context, "fast"));
			assertThat(clients).containsExactly("default", "fast");
			assertThat(response.metadata().provenance().client()).isEqualTo("default");
		});
	}

	@Test
	void responsesNameTheClientWithoutMiddlewareToo() {
		this.contextRunner.run((context) -> assertThat(ask(bridge(context, "fast")).metadata().provenance().client())
			.isEqualTo("fast"));
	}

	@Test
	void anonymousMiddlewareHasAName() {
		this.contextRunner.withBean(ChatMiddleware.class, () -> new ChatMiddleware() {
		})
			.run((context) -> assertThat(ask(context.getBean(Bridge.class)).metadata().provenance().middleware())
				.singleElement()
				.asString()
				.startsWith("MiddlewareTests$"));
	}

	@Test
	void aQualifierGivesMiddlewareToOneClient() {
		this.contextRunner.withUserConfiguration(Qualified.class).run((context) -> {
			assertThat(middleware(context.getBean(Bridge.class))).containsExactly("first", "ofDefault", "last");
			assertThat(middleware(bridge(context, "fast"))).containsExactly("first", "ofFast", "last");
			assertThat(middleware(bridge(context, "batch"))).containsExactly("first", "last");
		});
	}

	@ParameterizedTest
	@ValueSource(classes = { AsksAnother.class, AsksAnotherQualified.class })
	void middlewareMayUseAnotherClientsBridge(Class<?> configuration) {
		this.contextRunner.withUserConfiguration(configuration).run((context) -> {
			assertThat(context).hasNotFailed();
			assertThat(ask(context.getBean(Bridge.class)).text()).isNotBlank();
			assertThat(fake.requests()).extracting((request) -> request.model())
				.containsExactly("openai/gpt-oss-20b", TestContexts.MODEL);
			assertThat(middleware(bridge(context, "fast"))).isEmpty();
		});
	}

	@Test
	void aBridgeOfTheApplicationKeepsMiddlewareAndCustomizers() {
		this.contextRunner.withUserConfiguration(Qualified.class, OwnBridge.class)
			.withBean(BridgeCustomizer.class, () -> (client, builder) -> builder.middleware(named("of " + client)))
			.run((context) -> assertThat(middleware(context.getBean(Bridge.class))).containsExactly("first",
					"ofDefault", "last", "of default", "own"));
	}

	@Test
	void eachInjectionPointGetsABuilderOfItsOwn() {
		this.contextRunner.run((context) -> {
			assertThat(context.getBean(BridgeBuilder.class)).isNotSameAs(context.getBean(BridgeBuilder.class));
			assertThat(context.getBean("fastBridgeBuilder")).isNotSameAs(context.getBean("fastBridgeBuilder"));
		});
	}

	@Test
	void aBuilderOfTheApplicationIsUsed() {
		this.contextRunner.withUserConfiguration(OwnBuilder.class)
			.run((context) -> assertThat(middleware(context.getBean(Bridge.class))).containsExactly("own"));
	}

	private static List<String> middleware(Bridge bridge) {
		return ask(bridge).metadata().provenance().middleware();
	}

	private static Bridge bridge(ApplicationContext context, String name) {
		return BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getAutowireCapableBeanFactory(), Bridge.class,
				name);
	}

	private static IRChatResponse ask(Bridge bridge) {
		return Objects.requireNonNull(bridge.chat(IRChatRequest.of("Hello!")).block(TestContexts.TIMEOUT));
	}

	private static ChatMiddleware named(String name) {
		return new ChatMiddleware() {

			@Override
			public String name() {
				return name;
			}

		};
	}

	@Configuration(proxyBeanMethods = false)
	static class Qualified {

		@Bean
		@Order(3)
		ChatMiddleware last() {
			return named("last");
		}

		@Bean
		@Qualifier("fast")
		@Order(2)
		ChatMiddleware ofFast() {
			return named("ofFast");
		}

		@Bean
		@Qualifier("default")
		@Order(2)
		ChatMiddleware ofDefault() {
			return named("ofDefault");
		}

		@Bean
		@Order(1)
		ChatMiddleware first() {
			return named("first");
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksAnother {

		@Bean
		ChatMiddleware asking(@Qualifier("fast") Bridge fast) {
			return new Asking(fast);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksAnotherQualified {

		@Bean
		@Qualifier("default")
		ChatMiddleware asking(@Qualifier("fast") Bridge fast) {
			return new Asking(fast);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBridge {

		@Bean
		Bridge own(BridgeBuilder builder) {
			return builder.middleware(named("own")).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class OwnBuilder {

		@Bean
		BridgeBuilder own(ai.matey.backend.together.TogetherAIBackendAdapter adapter) {
			return Bridge.builder(adapter).middleware(named("own"));
		}

	}

	record Asking(Bridge other) implements ChatMiddleware {

		@Override
		public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
			return this.other.chat(IRChatRequest.of("First you."))
				.publishOn(Schedulers.boundedElastic())
				.then(Mono.defer(() -> chain.next(request)));
		}

	}

}
