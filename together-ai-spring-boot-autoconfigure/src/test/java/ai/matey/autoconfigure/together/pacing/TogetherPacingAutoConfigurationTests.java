package ai.matey.autoconfigure.together.pacing;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.github.bucket4j.redis.lettuce.Bucket4jLettuce;
import io.micrometer.core.instrument.MeterRegistry;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.data.redis.autoconfigure.DataRedisAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.autoconfigure.together.TogetherAIBackendAdapterCustomizer;
import ai.matey.autoconfigure.together.actuate.TogetherEndpoint;
import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingSettings;
import ai.matey.pacing.PacingStatus;
import ai.matey.pacing.redis.RedisPacingStore;
import ai.matey.pacing.redis.RedisServer;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

@FakeTogetherTest
class TogetherPacingAutoConfigurationTests {

	private static ApplicationContextRunner runner(FakeTogether fake) {
		return ObservedContexts.runner(fake)
			.withConfiguration(AutoConfigurations.of(TogetherPacingAutoConfiguration.class,
					RedisPacingStoreAutoConfiguration.class, DataRedisAutoConfiguration.class))
			.withPropertyValues("together.retry.max-attempts=3",
					"together.default-model=meta-llama/Llama-3.3-70B-Instruct-Turbo");
	}

	/**
	 * The first call reads files, which an event loop must not.
	 */
	@BeforeAll
	static void warmUp() {
		try (FakeTogether fake = FakeTogether.start()) {
			runner(fake).run(TogetherPacingAutoConfigurationTests::call);
		}
	}

	@Test
	void learnsFromARejectionAndShowsIt(FakeTogether fake) {
		fake.enqueue(Reply.status(429).header("x-ratelimit-reset", "0").error("rate_limit", "Slow down"));
		runner(fake).run((context) -> {
			call(context);
			assertThat(fake.requests()).hasSize(2);
			PacingStatus status = context.getBean(AdaptivePacer.class).status().get(0);
			assertThat(status.client()).isEqualTo("default");
			assertThat(status.requestsPerSecond()).isPositive();
			TogetherEndpoint endpoint = context.getBean(TogetherEndpoint.class);
			assertThat(endpoint.clients().block(Duration.ofSeconds(10)).clients().get("default").pacing()).hasSize(1);
			assertThat(context.getBean(MeterRegistry.class)
				.get("together.client.pacing.rate")
				.tag("kind", "requests")
				.gauge()
				.value()).isPositive();
			assertThat(endpoint.resetPacing("default", null).models()).isEqualTo(1);
			assertThat(context.getBean(AdaptivePacer.class).status().get(0).requestsPerSecond()).isNull();
		});
	}

	@Test
	void refusesWhatCannotBeSentInTime(FakeTogether fake) {
		fake.enqueue(Reply.status(429).header("x-ratelimit-reset", "20").error("rate_limit", "Slow down"));
		runner(fake).withPropertyValues("together.pacing.max-wait=1s", "together.retry.max-attempts=1")
			.run((context) -> {
				assertThatThrownBy(() -> call(context)).hasMessageContaining("Slow down");
				assertThatThrownBy(() -> call(context)).isInstanceOfSatisfying(RateLimitException.class,
						(exception) -> {
							assertThat(exception.status()).isNull();
							assertThat(exception.retryAfter()).isBetween(Duration.ofSeconds(10),
									Duration.ofSeconds(21));
						});
				assertThat(fake.requests()).hasSize(1);
			});
	}

	@Test
	void isSwitchedOffByProperty(FakeTogether fake) {
		fake.enqueue(Reply.status(429).error("rate_limit", "Slow down"));
		runner(fake).withPropertyValues("together.pacing.enabled=false", "together.retry.initial-backoff=1ms")
			.run((context) -> {
				call(context);
				assertThat(context.getBean(AdaptivePacer.class).status()).isEmpty();
			});
	}

	@Test
	void aPacerOfACustomizerWins(FakeTogether fake) {
		runner(fake)
			.withBean(TogetherAIBackendAdapterCustomizer.class,
					() -> (client, builder) -> builder.pacer(BackendPacer.UNLIMITED))
			.run((context) -> {
				call(context);
				assertThat(context.getBean(AdaptivePacer.class).status()).isEmpty();
			});
	}

	@Test
	void backsOffWithoutBucket4j(FakeTogether fake) {
		runner(fake).withClassLoader(new FilteredClassLoader("io.github.bucket4j")).run((context) -> {
			assertThat(context).hasNotFailed().doesNotHaveBean(AdaptivePacer.class);
			call(context);
		});
	}

	@Test
	void badSettingsNameTheirProperty(FakeTogether fake) {
		runner(fake).withPropertyValues("together.clients.batch.pacing.max-wait=-1s")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.isInstanceOfSatisfying(TogetherConfigurationException.class,
						(exception) -> assertThat(exception.property())
							.isEqualTo("together.clients.batch.pacing.max-wait")));
	}

	@Test
	void aStoreWithoutItsLibraryIsAClearError(FakeTogether fake) {
		runner(fake).withPropertyValues("together.pacing.store=redis")
			.withClassLoader(new FilteredClassLoader(Bucket4jLettuce.class))
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("together.pacing.store")
				.hasMessageContaining("bucket4j_jdk17-lettuce"));
	}

	@Test
	void sharesThroughTheRedisOfTheApplication(FakeTogether fake) {
		try (RedisServer redis = RedisServer.start()) {
			ApplicationContextRunner runner = runner(fake).withPropertyValues("together.pacing.store=redis",
					"spring.data.redis.host=127.0.0.1", "spring.data.redis.port=" + redis.port(),
					"together.pacing.redis.timeout=10s");
			runner.run((context) -> {
				assertThat(context).hasSingleBean(RedisPacingStore.class);
				permit(context).failed(new RateLimitException(RateLimitException.Kind.REQUESTS, null, "Too many.",
						ErrorDetails.of("Together AI", "model"), null));
				assertThat(context.getBean(AdaptivePacer.class).storeStatus().joined()).isTrue();
				// The next turn is reserved behind what was written down
				permit(context);
			});
			runner.run((context) -> {
				permit(context);
				assertThat(context.getBean(AdaptivePacer.class).status().get(0).requestsPerSecond()).isPositive();
			});
		}
	}

	private static AttemptPermit permit(AssertableApplicationContext context) {
		CompletableFuture<AttemptPermit> permit = new CompletableFuture<>();
		context.getBean(AdaptivePacer.class)
			.withSettings(PacingSettings.DEFAULT)
			.acquire(new AttemptRequest(BackendCall.of("default", BackendCall.Operation.CHAT, "model"), 1, 1, null),
					new PermitReceiver() {

						@Override
						public void granted(AttemptPermit granted) {
							permit.complete(granted);
						}

						@Override
						public void refused(AdapterException reason) {
							permit.completeExceptionally(reason);
						}

					});
		return permit.orTimeout(30, TimeUnit.SECONDS).join();
	}

	private static void call(AssertableApplicationContext context) {
		context.getBean(Bridge.class).chat(IRChatRequest.of("Hello!")).block(Duration.ofSeconds(30));
	}

}
