package ai.matey.autoconfigure.together.health;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.CompositeReactiveHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.core.Bridge;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

@FakeTogetherTest
class TogetherHealthTests {

	private static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	@Test
	void isFineAfterACallAndAsksForNothing(FakeTogether fake) {
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("reason", "fine")
				.containsEntry("host", "localhost")
				.containsKey("lastUse");
			assertThat(fake.requests()).extracting(RecordedRequest::path).containsExactly("/v1/chat/completions");
		});
	}

	@Test
	void isUpBeforeTheFirstCallAndAsksWhoamiOnce(FakeTogether fake) {
		ObservedContexts.runner(fake).run((context) -> {
			Flux.range(0, 50).flatMap((i) -> indicator(context).health()).blockLast(ObservedContexts.TIMEOUT);
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UP);
			assertThat(health.getDetails()).containsEntry("reason", "never-used").doesNotContainKey("lastUse");
			assertThat(fake.requests()).extracting(RecordedRequest::path).containsExactly("/v1/whoami");
		});
	}

	@Test
	void asksAgainAfterTheInterval(FakeTogether fake) {
		ObservedContexts.runner(fake).withPropertyValues("management.health.together.interval=50ms").run((context) -> {
			health(context);
			Flux.interval(Duration.ofMillis(20))
				.onBackpressureDrop()
				.concatMap((i) -> indicator(context).health())
				.takeUntil((health) -> fake.requests().size() == 2)
				.blockLast(ObservedContexts.TIMEOUT);
		});
	}

	@Test
	void isDownWhenTheKeyIsRejected() {
		try (FakeTogether strict = FakeTogether.builder().apiKey("another").start()) {
			ObservedContexts.runner(strict)
				.run((context) -> assertDown(health(context), Status.DOWN, "key-rejected", 401));
		}
	}

	@Test
	void asksAServerWithoutWhoamiForItsModelsOnly(FakeTogether fake) {
		fake.onPath("/v1/whoami").always(Reply.status(404).error("invalid_request_error", "Not found"));
		ObservedContexts.runner(fake).withPropertyValues("management.health.together.interval=1ms").run((context) -> {
			assertThat(health(context).getStatus()).isEqualTo(Status.UP);
			for (int i = 1; i <= 3; i++) {
				int requests = i + 1;
				Flux.interval(Duration.ofMillis(10))
					.onBackpressureDrop()
					.concatMap((tick) -> indicator(context).health())
					.doOnNext((health) -> assertThat(health.getStatus()).isEqualTo(Status.UP))
					.takeUntil((health) -> fake.requests().size() >= requests)
					.blockLast(ObservedContexts.TIMEOUT);
			}
			assertThat(fake.requests()).extracting(RecordedRequest::path)
				.startsWith("/v1/whoami", "/v1/models", "/v1/models", "/v1/models");
			assertThat(context.getBean(ClientMonitor.class).status("default").recentErrors()).isEmpty();
		});
	}

	@Test
	void doesNotKnowAboutAClientThatHasNoKeyAndIsNotUsed(FakeTogether fake) {
		ObservedContexts.runner(fake).withPropertyValues("together.api-key=").run((context) -> {
			Health health = health(context);
			assertThat(health.getStatus()).isEqualTo(Status.UNKNOWN);
			assertThat(health.getDetails()).containsEntry("reason", "key-missing")
				.containsEntry("code", ErrorCode.MISSING_API_KEY);
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void isDownWhenCallsFailWithoutKey(FakeTogether fake) {
		ObservedContexts.runner(fake).withPropertyValues("together.api-key=").run((context) -> {
			call(context);
			assertDown(health(context), Status.DOWN, "key-missing", null);
			assertThat(fake.requests()).isEmpty();
		});
	}

	@Test
	void onlyNamedClientsWithKeysMakeTheWholeUp(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.api-key=", "together.clients.second.api-key=a-key",
					"together.clients.second.base-url=" + fake.baseUrl())
			.run((context) -> {
				CompositeReactiveHealthContributor contributor = (CompositeReactiveHealthContributor) context
					.getBean("togetherHealthContributor");
				assertThat(status(contributor, "default")).isEqualTo(Status.UNKNOWN);
				assertThat(status(contributor, "second")).isEqualTo(Status.UP);
				assertThat(StatusAggregator.getDefault()
					.getAggregateStatus(status(contributor, "default"), status(contributor, "second")))
					.isEqualTo(Status.UP);
			});
	}

	@Test
	void aKeySupplierThatNeedsATenantIsNoOutage(FakeTogether fake) {
		for (TogetherApiKeySupplier supplier : List.<TogetherApiKeySupplier>of(
				() -> Mono.deferContextual((context) -> Mono.justOrEmpty(context.<String>getOrEmpty("tenant"))),
				() -> Mono.deferContextual((context) -> Mono.just(context.get("tenant"))))) {
			ObservedContexts.runner(fake)
				.withPropertyValues("together.api-key=", "management.health.together.interval=1ms")
				.withBean(TogetherApiKeySupplier.class, () -> supplier)
				.run((context) -> {
					assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
					context.getBean(Bridge.class)
						.chat(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
						.contextWrite((all) -> all.put("tenant", "key-of-a"))
						.block(ObservedContexts.TIMEOUT);
					assertThat(health(context).getStatus()).isIn(Status.UNKNOWN, Status.UP);
				});
		}
	}

	@Test
	void aTenantWithoutKeyIsNoOutageForTheOthers(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.api-key=")
			.withBean(TogetherApiKeySupplier.class,
					() -> () -> Mono
						.deferContextual((context) -> Mono.justOrEmpty(context.<String>getOrEmpty("tenant"))))
			.run((context) -> {
				context.getBean(Bridge.class)
					.chat(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
					.contextWrite((all) -> all.put("tenant", "key-of-a"))
					.block(ObservedContexts.TIMEOUT);
				call(context);
				Health health = health(context);
				assertThat(health.getStatus()).isEqualTo(Status.UP);
				assertThat(health.getDetails()).containsEntry("reason", "key-missing")
					.containsEntry("description", "for some calls: no API key is set");
			});
	}

	@Test
	void doesNotKnowWhileTheKeySupplierFails(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.api-key=")
			.withBean(TogetherApiKeySupplier.class, () -> () -> Mono.error(new IllegalStateException("vault")))
			.run((context) -> {
				assertThat(health(context).getStatus()).isEqualTo(Status.UNKNOWN);
				call(context);
				assertDown(health(context), Status.UNKNOWN, "key-unavailable", null);
			});
	}

	@Test
	void isDownWhenCreditIsUsedUp(FakeTogether fake) {
		fake.enqueue(Reply.status(402).error("credit_limit", "Add credit"));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			assertDown(health(context), Status.DOWN, "billing", 402);
		});
	}

	@Test
	void oneModelsOverloadIsADetail(FakeTogether fake) {
		fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			Health health = health(context);
			assertDown(health, Status.UP, "overloaded", 503);
			assertThat(health.getDetails()).containsEntry("overloadedModels", List.of(MODEL));
		});
	}

	@Test
	void isOutOfServiceWhenMostOfTheLastTenCallsFoundTheProviderOverloaded(FakeTogether fake) {
		fake.enqueue(6, Reply.status(503).error("service_unavailable", "Full"));
		ObservedContexts.runner(fake).run((context) -> {
			for (int i = 1; i <= 6; i++) {
				call(context);
				assertThat(health(context).getStatus()).isEqualTo((i < 6) ? Status.UP : Status.OUT_OF_SERVICE);
			}
			Health health = health(context);
			assertDown(health, Status.OUT_OF_SERVICE, "overloaded", 503);
			assertThat(health.getDetails()).containsEntry("model", MODEL);
		});
	}

	@Test
	void isDownWhenTheProviderFailsMostOfTheTime(FakeTogether fake) {
		fake.enqueue(6, Reply.status(500).error("server_error", "Oh"));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			assertDown(health(context), Status.UP, "failing", 500);
			for (int i = 1; i <= 5; i++) {
				call(context);
			}
			assertDown(health(context), Status.DOWN, "failing", 500);
		});
	}

	@Test
	void isDownWhenTheProviderCannotBeReached() {
		FakeTogether gone = FakeTogether.start();
		gone.close();
		ObservedContexts.runner(gone).run((context) -> assertDown(health(context), Status.DOWN, "unreachable", null));
	}

	@Test
	void isDownWhenNoResponseComes(FakeTogether fake) {
		fake.onPath("/v1/whoami").reply(Reply.silence());
		ObservedContexts.runner(fake).withPropertyValues("management.health.together.timeout=200ms").run((context) -> {
			assertThat(health(context).getDetails()).containsEntry("reason", "unreachable");
			assertThat(health(context).getStatus()).isEqualTo(Status.DOWN);
			assertThat(fake.requests()).hasSize(1);
		});
	}

	@Test
	void isUpWhenThrottledAndSaysSo(FakeTogether fake) {
		fake.enqueue(Reply.rateLimited(Duration.ofSeconds(60)));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			assertDown(health(context), Status.UP, "throttled", 429);
		});
	}

	@Test
	void isFineAgainAfterTheNextGoodCall(FakeTogether fake) {
		fake.enqueue(Reply.status(503).error("service_unavailable", "Full"));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			call(context);
			assertThat(health(context).getDetails()).containsEntry("reason", "fine");
		});
	}

	@Test
	void tellsNeitherKeyNorPromptNorTheProvidersText(FakeTogether fake) {
		fake.enqueue(Reply.status(500).error("server_error", "You asked Hello! with " + ObservedContexts.KEY));
		ObservedContexts.runner(fake).run((context) -> {
			call(context);
			assertThat(health(context).toString()).doesNotContain("Hello", ObservedContexts.KEY, "You asked");
		});
	}

	@Test
	void canBeSwitchedOff(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("management.health.together.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("togetherHealthContributor"));
	}

	@Test
	void backsOffForTheApplicationsOwn(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withUserConfiguration(OwnIndicator.class)
			.run((context) -> assertThat(context).hasBean("togetherHealthIndicator")
				.doesNotHaveBean("togetherHealthContributor"));
	}

	@Test
	void isNotThereWithoutBootsHealthModule(FakeTogether fake) {
		ObservedContexts.plain(fake)
			.withClassLoader(new FilteredClassLoader(ReactiveHealthContributor.class))
			.run((context) -> assertThat(context).hasNotFailed()
				.doesNotHaveBean(TogetherHealthContributorAutoConfiguration.class));
	}

	@Test
	void tellsSeveralClientsApart(FakeTogether fake) {
		try (FakeTogether strict = FakeTogether.builder().apiKey("another").start()) {
			ObservedContexts.runner(fake)
				.withPropertyValues("together.clients.second.base-url=" + strict.baseUrl(),
						"together.clients.second.api-key=wrong")
				.run((context) -> {
					CompositeReactiveHealthContributor contributor = (CompositeReactiveHealthContributor) context
						.getBean("togetherHealthContributor");
					assertThat(reason(contributor, "default")).isEqualTo("never-used");
					assertThat(reason(contributor, "second")).isEqualTo("key-rejected");
				});
		}
	}

	private static Object reason(CompositeReactiveHealthContributor contributor, String client) {
		return health(contributor, client).getDetails().get("reason");
	}

	private static Status status(CompositeReactiveHealthContributor contributor, String client) {
		return health(contributor, client).getStatus();
	}

	private static Health health(CompositeReactiveHealthContributor contributor, String client) {
		ReactiveHealthIndicator indicator = (ReactiveHealthIndicator) Objects
			.requireNonNull(contributor.getContributor(client));
		return Objects.requireNonNull(indicator.health().block(ObservedContexts.TIMEOUT));
	}

	private static void assertDown(Health health, Status status, String reason, @Nullable Integer httpStatus) {
		assertThat(health.getStatus()).isEqualTo(status);
		Map<String, Object> details = health.getDetails();
		assertThat(details).containsEntry("reason", reason).containsKeys("since", "code", "description");
		assertThat(details.get("httpStatus")).isEqualTo(httpStatus);
	}

	private static void call(AssertableApplicationContext context) {
		context.getBean(Bridge.class)
			.chat(IRChatRequest.of("Hello!").mutate().model(MODEL).build())
			.onErrorComplete()
			.block(ObservedContexts.TIMEOUT);
	}

	private static Health health(AssertableApplicationContext context) {
		return Objects.requireNonNull(indicator(context).health().block(ObservedContexts.TIMEOUT));
	}

	private static ReactiveHealthIndicator indicator(AssertableApplicationContext context) {
		return context.getBean("togetherHealthContributor", ReactiveHealthIndicator.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class OwnIndicator {

		@Bean
		ReactiveHealthIndicator togetherHealthIndicator() {
			return () -> Mono.just(Health.up().build());
		}

	}

}
