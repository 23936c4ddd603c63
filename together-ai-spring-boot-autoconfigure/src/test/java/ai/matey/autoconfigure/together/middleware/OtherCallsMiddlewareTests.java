package ai.matey.autoconfigure.together.middleware;

import java.math.BigDecimal;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.core.publisher.Mono;

import ai.matey.autoconfigure.together.observation.ObservedContexts;
import ai.matey.core.Bridge;
import ai.matey.errors.AuthorizationException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCompletionRequest;
import ai.matey.ir.IRImageRequest;
import ai.matey.ir.IRImageResponse;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRRerankRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Aliases and budgets of completions, reranking and images.
 */
@FakeTogetherTest
@ExtendWith(OutputCaptureExtension.class)
class OtherCallsMiddlewareTests {

	private static final String PAINTER = "black-forest-labs/FLUX.1-schnell";

	private static final String RANKER = "mixedbread-ai/Mxbai-Rerank-Large-V2";

	private static final String GONE = "gone/model";

	private static final String ALIVE = "openai/gpt-oss-20b";

	private static final String OTHER = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final String ALIASES = "together.models.aliases.fast=" + GONE + "," + ALIVE;

	@Test
	void otherKindsOfCallsKnowAliases(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.models.aliases.painter=gone/painter," + PAINTER,
					"together.models.aliases.ranker=gone/ranker," + RANKER, ALIASES)
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				IRImageResponse images = Objects.requireNonNull(
						bridge.generateImages(IRImageRequest.builder().model("painter").prompt("A cat").build())
							.block(ObservedContexts.TIMEOUT));
				assertThat(images.images()).hasSize(1);
				assertThat(images.metadata().warnings()).extracting(IRWarning::category)
					.containsExactly(IRWarning.Category.MODEL_SUBSTITUTED);
				assertThat(Objects
					.requireNonNull(bridge.rerank(IRRerankRequest.builder()
						.model("ranker")
						.query("cat")
						.documents(List.of("A cat", "A dog"))
						.build()).block(ObservedContexts.TIMEOUT))
					.results()).hasSize(2);
				IRCompletionRequest completion = new IRCompletionRequest("Once upon",
						IRParameters.builder().model("fast").build());
				assertThat(Objects.requireNonNull(bridge.complete(completion).block(ObservedContexts.TIMEOUT)).text())
					.isNotEmpty();
				assertThat(bridge.completeStream(completion).blockLast(ObservedContexts.TIMEOUT))
					.isInstanceOf(IRStreamChunk.Done.class);
				assertThat(fake.requests()).extracting((request) -> request.model())
					.containsExactly("gone/painter", PAINTER, "gone/ranker", RANKER, GONE, ALIVE, ALIVE);
			});
	}

	@Test
	void aliasNeverMovesOnToAModelOfAnotherKind(FakeTogether fake, CapturedOutput output) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.models.aliases.mixed=" + OTHER + "," + PAINTER + "," + ALIVE)
			.run((context) -> {
				context.getBean(Bridge.class).listModels().block(ObservedContexts.TIMEOUT);
				fake.onModel(OTHER).reply(Reply.status(503).error("service_unavailable", "Full"));
				assertThat(chat(context, "mixed").metadata().model()).isEqualTo(ALIVE);
				chat(context, "mixed");
				assertThat(fake.requests()).extracting((request) -> request.model()).doesNotContain(PAINTER);
				assertThat(output).containsOnlyOnce("The alias 'mixed' mixes kinds of models");
			});
	}

	@Test
	void budgetCountsEverythingThatCosts(FakeTogether fake) {
		ObservedContexts.runner(fake)
			.withPropertyValues("together.budget.amount=1", "together.budget.period=hour")
			.run((context) -> {
				Bridge bridge = context.getBean(Bridge.class);
				bridge.listModels().block(ObservedContexts.TIMEOUT);
				BigDecimal before = BigDecimal.ZERO;
				for (Mono<?> call : List.of(
						bridge.generateImages(IRImageRequest.builder().model(PAINTER).prompt("A cat").build()),
						bridge.rerank(IRRerankRequest.builder()
							.model(RANKER)
							.query("cat")
							.documents(List.of("A cat", "A dog"))
							.build()),
						bridge.complete(
								new IRCompletionRequest("Once upon", IRParameters.builder().model(ALIVE).build())))) {
					call.block(ObservedContexts.TIMEOUT);
					BigDecimal after = Objects.requireNonNull(
							context.getBean(TogetherBudgets.class).status("default").block(ObservedContexts.TIMEOUT))
						.spent();
					assertThat(after).isGreaterThan(before);
					before = after;
				}
			});
	}

	@Test
	void imagesThatTheBudgetCannotPayAreNotAskedFor(FakeTogether fake) {
		ObservedContexts.runner(fake).withPropertyValues("together.budget.amount=0.0001").run((context) -> {
			Mono<IRImageResponse> call = context.getBean(Bridge.class)
				.generateImages(IRImageRequest.builder().model(PAINTER).prompt("A cat").n(4).build());
			assertThatExceptionOfType(AuthorizationException.class)
				.isThrownBy(() -> call.block(ObservedContexts.TIMEOUT))
				.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.QUOTA_EXCEEDED));
			assertThat(fake.requests()).noneMatch((request) -> request.path().equals("/v1/images/generations"));
		});
	}

	private static IRChatResponse chat(AssertableApplicationContext context, String model) {
		IRChatRequest request = IRChatRequest.builder().model(model).user("Hi").build();
		return Objects.requireNonNull(context.getBean(Bridge.class).chat(request).block(ObservedContexts.TIMEOUT));
	}

}
