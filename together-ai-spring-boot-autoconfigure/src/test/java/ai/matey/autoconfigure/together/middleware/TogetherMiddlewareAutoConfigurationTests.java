package ai.matey.autoconfigure.together.middleware;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.BeanFactoryAnnotationUtils;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.cache.CacheManager;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.context.ApplicationListener;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.actuate.TogetherEndpoint;
import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.AIModel;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ListModelsOptions;
import ai.matey.middleware.alias.AliasStatus;
import ai.matey.middleware.budget.BudgetStatus;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class TogetherMiddlewareAutoConfigurationTests {

	private static final String GONE = "gone/model";

	private static final String ALIVE = "openai/gpt-oss-20b";

	private static final String OTHER = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final String ALIASES = "together.models.aliases.fast=" + GONE + "," + ALIVE;

	@Test
	void aliasIsAnsweredByTheFirstModelThatServes(FakeTogether fake) {
		runner(fake).withPropertyValues(ALIASES).run((context) -> {
			IRChatResponse response = chat(context, "fast");
			assertThat(response.metadata().model()).isEqualTo(ALIVE);
			assertThat(response.metadata().warnings()).singleElement()
				.satisfies((warning) -> assertThat(warning.category()).isEqualTo(IRWarning.Category.MODEL_SUBSTITUTED));
			assertThat(chat(context, "fast").metadata().model()).isEqualTo(ALIVE);
			assertThat(fake.requests()).extracting((request) -> request.model()).containsExactly(GONE, ALIVE, ALIVE);
			assertThat(counter(context, "together.client.fallbacks", "from", GONE, "to", ALIVE, "reason",
					"unsupported_model"))
				.isOne();
		});
	}

	@Test
	void streamsAndOpenAIsFormatKnowAliases(FakeTogether fake) {
		runner(fake).withPropertyValues(ALIASES, "together.default-model=fast").run((context) -> {
			List<IRStreamChunk> chunks = context.getBean(Bridge.class)
				.chatStream(IRChatRequest.of("Hi"))
				.collectList()
				.block(ObservedContexts.TIMEOUT);
			assertThat(chunks).last()
				.isInstanceOfSatisfying(IRStreamChunk.Done.class,
						(done) -> assertThat(done.response().metadata().model()).isEqualTo(ALIVE));
			ChatCompletion completion = context.getBean(Bridge.class)
				.with(context.getBean(OpenAIFrontendAdapter.class))
				.chat(ChatCompletionRequest.builder().model("fast").user("Hi").build())
				.block(ObservedContexts.TIMEOUT);
			assertThat(Objects.requireNonNull(completion).model()).isEqualTo(ALIVE);
			assertThat(context.getBean(TogetherAIBackendAdapter.class).defaultModel()).isEqualTo(GONE);
		});
	}

	@Test
	void aliasOfEmbeddingsFailsInsteadOfMixingModels(FakeTogether fake) {
		runner(fake)
			.withPropertyValues("together.models.aliases.vectors=gone/embedder,intfloat/multilingual-e5-large-instruct")
			.run((context) -> assertThatExceptionOfType(ValidationException.class)
				.isThrownBy(() -> context.getBean(Bridge.class)
					.embed(IREmbedRequest.builder().model("vectors").input(List.of("text")).build())
					.block(ObservedContexts.TIMEOUT))
				.withMessageContaining("does not move on to intfloat/multilingual-e5-large-instruct"));
	}

	@Test
	void namedClientsAddToTheAliases(FakeTogether fake) {
		runner(fake)
			.withPropertyValues(ALIASES, "together.clients.big.models.aliases.large=" + OTHER,
					"together.clients.big.default-model=large")
			.run((context) -> {
				Bridge big = BeanFactoryAnnotationUtils.qualifiedBeanOfType(context.getBeanFactory(), Bridge.class,
						"big");
				assertThat(Objects.requireNonNull(big.chat(IRChatRequest.of("Hi")).block(ObservedContexts.TIMEOUT))
					.metadata()
					.model()).isEqualTo(OTHER);
				assertThat(Objects
					.requireNonNull(big.chat(IRChatRequest.builder().model("fast").user("Hi").build())
						.block(ObservedContexts.TIMEOUT))
					.metadata()
					.model()).isEqualTo(ALIVE);
				assertThat(context.getBean(TogetherModelAliases.class).status("default")).extracting(AliasStatus::alias)
					.containsExactly("fast");
			});
	}

	@Test
	void healthEndpointAndListNameWhatIsMissingAndWhoAnswers(FakeTogether fake) {
		runner(fake).withPropertyValues(ALIASES).run((context) -> {
			chat(context, "fast");
			context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT);
			TogetherEndpoint.ClientDescriptor client = client(context);
			assertThat(client.models().aliases()).singleElement().satisfies((alias) -> {
				assertThat(alias.serving()).isEqualTo(ALIVE);
				assertThat(alias.reason()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL);
			});
			assertThat(client.models().problems()).singleElement().satisfies((problem) -> {
				assertThat(problem.model()).isEqualTo(GONE);
				assertThat(problem.kind()).isEqualTo(ModelProblem.Kind.REFUSED);
			});
			assertThat(client.models().refused()).singleElement()
				.satisfies((refusal) -> assertThat(refusal.status()).isEqualTo(404));
			Health health = Objects.requireNonNull(
					context.getBean(ReactiveHealthIndicator.class).health().block(ObservedContexts.TIMEOUT));
			assertThat(health.getStatus().getCode()).isEqualTo("UP");
			assertThat(health.getDetails()).containsKeys("models", "fallbacks");
			assertThat(health.getDetails().get("fallbacks").toString()).contains("fast=" + ALIVE,
					"for " + GONE + " (UNSUPPORTED_MODEL)");
		});
	}

	@Test
	void modelThatIsListedButCannotBeCalledIsMarked(FakeTogether fake) {
		fake.onModel(OTHER)
			.reply(Reply.status(400)
				.error("invalid_request_error", "Unable to access non-serverless model", "model_not_available"));
		runner(fake).run((context) -> {
			assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> chat(context, OTHER));
			List<AIModel> models = Objects
				.requireNonNull(context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT))
				.models();
			assertThat(models).filteredOn(AIModel::refused).extracting(AIModel::id).containsExactly(OTHER);
			ListModelsOptions callable = ListModelsOptions.builder().types("chat").withoutRefused().build();
			assertThat(Objects
				.requireNonNull(context.getBean(Bridge.class).listModels(callable).block(ObservedContexts.TIMEOUT))
				.models()).isNotEmpty().extracting(AIModel::id).doesNotContain(OTHER);
			chat(context, OTHER);
			assertThat(
					Objects.requireNonNull(context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT))
						.models())
				.noneMatch(AIModel::refused);
		});
	}

	@Test
	void configuredModelThatIsNotListedIsAProblemUntilItAnswers(FakeTogether fake) {
		runner(fake).withPropertyValues("together.default-model=own/endpoint").run((context) -> {
			context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT);
			assertThat(client(context).models().problems()).extracting(ModelProblem::kind)
				.containsExactly(ModelProblem.Kind.NOT_LISTED);
			fake.enqueue(Reply.text("Hello"));
			chat(context, null);
			assertThat(client(context).models().problems()).isEmpty();
		});
	}

	@Test
	void responsesTellTheirCostOnceThereIsAList(FakeTogether fake) {
		runner(fake).run((context) -> {
			assertThat(chat(context, ALIVE).metadata().cost()).isNull();
			context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT);
			IRChatResponse response = chat(context, ALIVE);
			IRCost cost = Objects.requireNonNull(response.metadata().cost());
			assertThat(cost.amount()).isEqualByComparingTo(expected(response));
			assertThat(counter(context, "together.client.cost", "model", ALIVE)).isEqualTo(cost.amount().doubleValue());
		});
	}

	@Test
	void checkFetchesTheListForCallsToCome(FakeTogether fake) {
		runner(fake).withPropertyValues("together.models.check=true").run((context) -> {
			chat(context, ALIVE);
			fake.await((request) -> request.path().equals("/v1/models"), ObservedContexts.TIMEOUT);
			fake.awaitIdle(ObservedContexts.TIMEOUT);
			TogetherAIBackendAdapter adapter = context.getBean(TogetherAIBackendAdapter.class);
			adapter.model(ALIVE).block(ObservedContexts.TIMEOUT);
			assertThat(chat(context, ALIVE).metadata().cost()).isNotNull();
			assertThat(fake.requests()).filteredOn((request) -> request.path().equals("/v1/models")).hasSize(1);
		});
	}

	@Test
	void callsGoOnWithoutAListThatCannotBeHad(FakeTogether fake) {
		fake.onPath("/v1/models").always(Reply.status(500).error("server_error", "No list"));
		runner(fake).withPropertyValues("together.models.check=true").run((context) -> {
			chat(context, ALIVE);
			fake.await((request) -> request.path().equals("/v1/models"), ObservedContexts.TIMEOUT);
			fake.awaitIdle(ObservedContexts.TIMEOUT);
			chat(context, ALIVE);
			chat(context, ALIVE);
			assertThat(fake.requests()).filteredOn((request) -> request.path().equals("/v1/models")).hasSize(1);
		});
	}

	@Test
	void budgetRefusesWhatItCannotPay(FakeTogether fake) {
		runner(fake)
			.withPropertyValues("together.budget.amount=0.0003", "together.budget.period=hour",
					"together.budget.assumed-output-tokens=1000")
			.run((context) -> {
				chat(context, ALIVE);
				BudgetStatus status = Objects.requireNonNull(client(context).budget());
				assertThat(status.spent()).isPositive().isLessThan(new BigDecimal("0.0003"));
				IRChatRequest large = request(ALIVE).mutate()
					.parameters((parameters) -> parameters.maxTokens(100_000))
					.build();
				assertThatExceptionOfType(AuthorizationException.class)
					.isThrownBy(() -> context.getBean(Bridge.class).chat(large).block(ObservedContexts.TIMEOUT))
					.withMessageContaining("The budget of client 'default' is 0.0003 USD a hour")
					.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
				assertThat(counter(context, "together.client.budget.refused", "client", "default")).isOne();
				assertThat(fake.requests()).filteredOn((request) -> request.path().equals("/v1/chat/completions"))
					.hasSize(1);
			});
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void aModelWithoutPriceIsNamedAlsoIfItIsTheDefault(FakeTogether fake, CapturedOutput output) {
		runner(fake).withPropertyValues("together.budget.amount=1", "together.default-model=" + GONE).run((context) -> {
			Mono<IRChatResponse> call = context.getBean(Bridge.class).chat(IRChatRequest.of("Hello!"));
			assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> call.block(ObservedContexts.TIMEOUT));
			assertThat(output).contains("The price of the model '" + GONE + "' is not known");
		});
	}

	@Test
	void nearlySpentBudgetIsAnEvent(FakeTogether fake) {
		CompletableFuture<TogetherBudgetEvent> event = new CompletableFuture<>();
		fake.onPath("/v1/chat/completions").reply(Reply.text("Hello").usage(1000, 1000));
		runner(fake).withInitializer((context) -> context
			.addApplicationListener((ApplicationListener<PayloadApplicationEvent<?>>) (published) -> {
				if (published.getPayload() instanceof TogetherBudgetEvent budget) {
					event.complete(budget);
				}
			})).withPropertyValues("together.budget.amount=0.0003").run((context) -> {
				chat(context, ALIVE);
				assertThat(event.get(10, TimeUnit.SECONDS).status().spent()).isEqualByComparingTo("0.00025");
			});
	}

	@Test
	void tenantNeedsSomebodyWhoTellsIt(FakeTogether fake) {
		runner(fake).withPropertyValues("together.budget.tenant-amount=1")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("together.budget.tenant-amount"));
	}

	@Test
	void budgetInRedisNeedsRedis(FakeTogether fake) {
		runner(fake)
			.withPropertyValues("together.clients.paid.budget.amount=1", "together.clients.paid.budget.store=redis")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("together.clients.paid.budget.store"));
	}

	@Test
	void cacheServesTheSameRequestOnce(FakeTogether fake) {
		runner(fake).withUserConfiguration(Caching.class)
			.withPropertyValues("together.cache.enabled=true")
			.run((context) -> {
				IRChatRequest request = request(ALIVE).mutate()
					.parameters((parameters) -> parameters.temperature(0.0))
					.build();
				Bridge bridge = context.getBean(Bridge.class);
				String first = Objects.requireNonNull(bridge.chat(request).block(ObservedContexts.TIMEOUT)).text();
				String second = Objects.requireNonNull(bridge.chat(request).block(ObservedContexts.TIMEOUT)).text();
				assertThat(second).isEqualTo(first);
				assertThat(fake.requests()).hasSize(1);
				assertThat(counter(context, "together.client.cache", "result", "hit")).isOne();
				assertThat(counter(context, "together.client.cache", "result", "miss")).isOne();
			});
	}

	/**
	 * As a cache outside of the process does.
	 */
	@Test
	void cacheMaySerializeWhatItHolds(FakeTogether fake) {
		ConcurrentMapCacheManager serializing = new ConcurrentMapCacheManager("together-responses");
		serializing.setBeanClassLoader(getClass().getClassLoader());
		serializing.setStoreByValue(true);
		runner(fake).withBean(CacheManager.class, () -> serializing)
			.withPropertyValues("together.cache.enabled=true", "together.cache.any-temperature=true")
			.run((context) -> {
				IRChatResponse first = chat(context, ALIVE);
				IRChatResponse second = chat(context, ALIVE);
				assertThat(fake.requests()).hasSize(1);
				assertThat(second.choices()).isEqualTo(first.choices());
				assertThat(second.usage()).isEqualTo(first.usage());
				assertThat(second.metadata().cachedAt()).isNotNull();
			});
	}

	@Test
	void defaultTemperatureOfZeroMakesRequestsRepeatable(FakeTogether fake) {
		runner(fake).withUserConfiguration(Caching.class)
			.withPropertyValues("together.cache.enabled=true", "together.chat.temperature=0")
			.run((context) -> {
				chat(context, ALIVE);
				chat(context, ALIVE);
				context.getBean(Bridge.class).chatStream(request(ALIVE)).blockLast(ObservedContexts.TIMEOUT);
				assertThat(fake.requests()).hasSize(1);
			});
	}

	@Test
	void cacheForgetsResponsesWhenTheDefaultsChange(FakeTogether fake) {
		CacheManager shared = new ConcurrentMapCacheManager();
		ApplicationContextRunner runner = runner(fake).withBean(CacheManager.class, () -> shared)
			.withPropertyValues("together.cache.enabled=true", "together.chat.temperature=0");
		for (String change : List.of("together.chat.system=Be brief.", "together.chat.system=Be long.",
				"together.chat.max-tokens=77", "together.chat.stop=END")) {
			runner.withPropertyValues(change).run((context) -> {
				chat(context, ALIVE);
				chat(context, ALIVE);
			});
		}
		assertThat(fake.requests()).hasSize(4);
	}

	@Test
	void defaultsAreAddedOnceAndCountAgainstTheBudget(FakeTogether fake) {
		ApplicationContextRunner runner = runner(fake).withPropertyValues("together.budget.amount=0.0003",
				"together.budget.assumed-output-tokens=10");
		runner.withPropertyValues("together.chat.system=Be brief.", "together.chat.max-tokens=77").run((context) -> {
			chat(context, ALIVE);
			TogetherAIBackendAdapter adapter = context.getBean(TogetherAIBackendAdapter.class);
			adapter.execute(request(ALIVE)).block(ObservedContexts.TIMEOUT);
			assertThat(chats(fake)).hasSize(2)
				.allSatisfy((request) -> assertThat(request.body()).containsOnlyOnce("Be brief.")
					.contains("\"max_tokens\":77"));
		});
		fake.reset();
		for (String expensive : List.of("together.chat.max-tokens=100000",
				"together.chat.system=" + "Be brief. ".repeat(10_000))) {
			runner.withPropertyValues(expensive)
				.run((context) -> assertThatExceptionOfType(AuthorizationException.class)
					.isThrownBy(() -> chat(context, ALIVE))
					.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED)));
		}
		assertThat(chats(fake)).isEmpty();
	}

	@Test
	void cacheNeedsACacheManager(FakeTogether fake) {
		runner(fake).withPropertyValues("together.cache.enabled=true")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("together.cache.enabled"));
	}

	@Test
	void aliasOfAnAliasIsRefusedAtStartUp(FakeTogether fake) {
		runner(fake).withPropertyValues(ALIASES, "together.models.aliases.quick=fast")
			.run((context) -> assertThat(context).getFailure()
				.rootCause()
				.hasMessageContaining("together.models.aliases")
				.hasMessageContaining("'quick'"));
	}

	private static List<RecordedRequest> chats(FakeTogether fake) {
		return fake.requests().stream().filter((request) -> request.path().equals("/v1/chat/completions")).toList();
	}

	private static ApplicationContextRunner runner(FakeTogether fake) {
		return ObservedContexts.runner(fake);
	}

	private static IRChatRequest request(@Nullable String model) {
		return IRChatRequest.builder().model(model).user("Hi").build();
	}

	private static IRChatResponse chat(AssertableApplicationContext context, @Nullable String model) {
		return Objects
			.requireNonNull(context.getBean(Bridge.class).chat(request(model)).block(ObservedContexts.TIMEOUT));
	}

	private static TogetherEndpoint.ClientDescriptor client(AssertableApplicationContext context) {
		Map<String, TogetherEndpoint.ClientDescriptor> clients = Objects
			.requireNonNull(context.getBean(TogetherEndpoint.class).clients().block(ObservedContexts.TIMEOUT))
			.clients();
		return Objects.requireNonNull(clients.get("default"));
	}

	private static double counter(AssertableApplicationContext context, String name, String... tags) {
		return context.getBean(MeterRegistry.class).get(name).tags(tags).counter().count();
	}

	private static BigDecimal expected(IRChatResponse response) {
		IRUsage usage = Objects.requireNonNull(response.usage());
		return BigDecimal.valueOf(usage.promptTokens())
			.multiply(new BigDecimal("0.00000005"))
			.add(BigDecimal.valueOf(usage.completionTokens()).multiply(new BigDecimal("0.0000002")));
	}

	@Configuration(proxyBeanMethods = false)
	static class Caching {

		@Bean
		CacheManager cacheManager() {
			return new ConcurrentMapCacheManager("together-responses");
		}

	}

}
