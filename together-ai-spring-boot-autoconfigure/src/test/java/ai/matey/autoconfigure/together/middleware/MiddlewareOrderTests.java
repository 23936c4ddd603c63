package ai.matey.autoconfigure.together.middleware;

import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import ai.matey.autoconfigure.together.BridgeCustomizer;
import ai.matey.autoconfigure.together.TogetherMiddlewareFactory;
import ai.matey.autoconfigure.together.TogetherMiddlewareOrder;
import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The order that {@link TogetherMiddlewareOrder} documents, as a response tells it.
 */
@FakeTogetherTest
class MiddlewareOrderTests {

	@Test
	void middlewareStandsWhereItIsDocumented(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withUserConfiguration(Application.class)
			.withPropertyValues("together.models.aliases.fast=openai/gpt-oss-20b", "together.budget.amount=1",
					"together.cache.enabled=true")
			.run((context) -> {
				IRChatRequest request = IRChatRequest.builder().model("fast").user("Hi").build();
				List<String> names = Objects
					.requireNonNull(context.getBean(Bridge.class).chat(request).block(ObservedContexts.TIMEOUT))
					.metadata()
					.provenance()
					.middleware();
				assertThat(names).containsExactly("asks several times", "ObservationChatMiddleware", "ordered",
						"without order", "of a customizer", "model-aliases", "response-cache", "behind the cache",
						"budget");
			});
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
	static class Application {

		@Bean
		ChatMiddleware withoutOrder() {
			return named("without order");
		}

		@Bean
		@Order(0)
		ChatMiddleware ordered() {
			return named("ordered");
		}

		@Bean
		@Order(Ordered.HIGHEST_PRECEDENCE)
		ChatMiddleware asksSeveralTimes() {
			return named("asks several times");
		}

		@Bean
		BridgeCustomizer customizer() {
			return (client, builder) -> builder.middleware(named("of a customizer"));
		}

		@Bean
		@Order(TogetherMiddlewareOrder.CACHE + 1)
		TogetherMiddlewareFactory behindTheCache() {
			return (adapter) -> named("behind the cache");
		}

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("together-responses");
		}

	}

}
