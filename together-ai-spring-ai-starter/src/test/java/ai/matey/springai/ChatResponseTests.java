package ai.matey.springai;

import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.metadata.ChatResponseMetadata;
import org.springframework.ai.chat.metadata.EmptyRateLimit;
import org.springframework.ai.chat.metadata.EmptyUsage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import ai.matey.errors.AuthenticationException;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRUsage;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What Spring AI sees of a whole response.
 */
@FakeTogetherTest
class ChatResponseTests {

	private final FakeTogether fake;

	private final Rig rig;

	ChatResponseTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void aPlainAnswerIsComplete() {
		this.fake.enqueue(Reply.text("Because of Rayleigh.").usage(7, 4));
		ChatResponse response = ask(TogetherChatOptions.builder());
		Generation generation = result(response);
		assertThat(generation.getOutput().getText()).isEqualTo("Because of Rayleigh.");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(generation.getMetadata().<String>get(TogetherMetadata.PROVIDER_FINISH_REASON)).isEqualTo("stop");
		ChatResponseMetadata metadata = response.getMetadata();
		assertThat(metadata.getModel()).isEqualTo(Rig.MODEL);
		assertThat(metadata.getId()).isNotEmpty();
		assertThat(metadata.getUsage().getPromptTokens()).isEqualTo(7);
		assertThat(metadata.getUsage().getCompletionTokens()).isEqualTo(4);
		assertThat(metadata.getUsage().getTotalTokens()).isEqualTo(11);
		assertThat(metadata.getRateLimit()).isInstanceOf(EmptyRateLimit.class);
		assertThat(metadata.<String>get(TogetherMetadata.REQUEST_ID)).isNotEmpty();
		assertThat(metadata.<Integer>get(TogetherMetadata.ATTEMPTS)).isEqualTo(1);
		assertThat(metadata.<Duration>get(TogetherMetadata.LATENCY)).isPositive();
		assertThat(metadata.<Object>get(TogetherMetadata.WARNINGS)).isNull();
	}

	@Test
	void cachedAndReasoningTokensAreThere() {
		this.fake.enqueue(Reply.json("""
				{"id":"id-1","object":"chat.completion","model":"a/model","choices":[{"index":0,
				"message":{"role":"assistant","content":"42","reasoning":"Deep thought."},"finish_reason":"length",
				"seed":18446744073709551615}],
				"usage":{"prompt_tokens":10,"completion_tokens":20,"total_tokens":30,"cached_tokens":6,
				"completion_tokens_details":{"reasoning_tokens":15}}}"""));
		ChatResponse response = ask(TogetherChatOptions.builder());
		Generation generation = result(response);
		assertThat(generation.getOutput().getText()).isEqualTo("42");
		assertThat(generation.getOutput().getMetadata()).containsEntry("reasoningContent", "Deep thought.");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("LENGTH");
		assertThat(generation.getMetadata().<BigInteger>get(TogetherMetadata.SEED))
			.isEqualTo(new BigInteger("18446744073709551615"));
		assertThat(response.getMetadata().getId()).isEqualTo("id-1");
		assertThat(response.getMetadata().getModel()).isEqualTo("a/model");
		assertThat(response.getMetadata().getUsage().getCacheReadInputTokens()).isEqualTo(6L);
		IRUsage usage = (IRUsage) Objects.requireNonNull(response.getMetadata().getUsage().getNativeUsage());
		assertThat(usage.reasoningTokens()).isEqualTo(15L);
	}

	@Test
	void anAnswerWithoutUsageHasZeros() {
		this.fake.enqueue(Reply.json("""
				{"id":"id-1","object":"chat.completion","model":"a/model","choices":[{"index":0,
				"message":{"role":"assistant","content":"42"},"finish_reason":"stop"}]}"""));
		ChatResponseMetadata metadata = ask(TogetherChatOptions.builder()).getMetadata();
		assertThat(metadata.getUsage()).isInstanceOf(EmptyUsage.class);
		assertThat(metadata.getUsage().getPromptTokens()).isZero();
	}

	@Test
	void everyGenerationIsThere() {
		ChatResponse response = ask(TogetherChatOptions.builder().n(3));
		assertThat(response.getResults()).hasSize(3);
		assertThat(response.getResults())
			.extracting((generation) -> generation.getOutput().getMetadata().get(TogetherMetadata.INDEX))
			.containsExactly(0, 1, 2);
		assertThat(response.getResults()).extracting((generation) -> generation.getOutput().getText())
			.doesNotHaveDuplicates();
	}

	@Test
	void logProbabilitiesAreInTheGenerationsMetadata() {
		ChatResponse response = ask(TogetherChatOptions.builder().logprobs(1));
		IRLogprobs logprobs = result(response).getMetadata().get(TogetherMetadata.LOGPROBS);
		assertThat(Objects.requireNonNull(logprobs).toString()).isNotEmpty();
	}

	@Test
	void limitsAreInTheMetadata() {
		try (FakeTogether limited = FakeTogether.builder().pace(Duration.ZERO).rateLimit(2.5).start();
				Rig onLimited = Rig.on(limited)) {
			ChatResponse response = onLimited.chatModel.call(new Prompt("Hello!"));
			TogetherRateLimit limit = (TogetherRateLimit) response.getMetadata().getRateLimit();
			assertThat(limit.getRequestsLimit()).isEqualTo(3);
			assertThat(limit.getRequestsRemaining()).isEqualTo(1);
			assertThat(limit.getRequestsReset()).isEqualTo(Duration.ZERO);
			assertThat(limit.getTokensLimit()).isZero();
			assertThat(limit.getTokensRemaining()).isZero();
			assertThat(Objects.requireNonNull(limit.limits().requests()).limit()).isEqualTo(2.5);
		}
	}

	@Test
	void warningsAreInTheMetadata() {
		this.fake.enqueue(Reply.json("""
				{"id":"id-1","object":"chat.completion","model":"a/model","choices":[{"index":0,
				"message":{"role":"assistant","content":"42"},"finish_reason":"stop"}],
				"warnings":[{"message":"Something is odd."}]}"""));
		List<?> warnings = ask(TogetherChatOptions.builder()).getMetadata().get(TogetherMetadata.WARNINGS);
		assertThat(warnings).singleElement().asString().contains("Something is odd.");
	}

	@Test
	void toolCallsAreWhole() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").toolCall("time", ""));
		Generation generation = result(ask(TogetherChatOptions.builder()));
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
		assertThat(generation.getOutput().getToolCalls()).hasSize(2);
		assertThat(generation.getOutput().getToolCalls().get(0).name()).isEqualTo("weather");
		assertThat(generation.getOutput().getToolCalls().get(0).type()).isEqualTo("function");
		assertThat(generation.getOutput().getToolCalls().get(0).arguments()).isEqualTo("{\"city\":\"Rome\"}");
		assertThat(generation.getOutput().getToolCalls().get(1).arguments()).isEqualTo("{}");
	}

	@Test
	void errorsPassUnchanged() {
		this.fake.enqueue(Reply.status(401).error("invalid_api_key", "Wrong key"));
		assertThatExceptionOfType(AuthenticationException.class).isThrownBy(() -> ask(TogetherChatOptions.builder()))
			.withMessageContaining("Wrong key");
	}

	/**
	 * Reactor refuses to block such a thread, too, but only after the request was sent.
	 */
	@Test
	void aThreadThatMustNotBlockIsToldBeforeAnythingIsSent() {
		StepVerifier
			.create(Mono.fromCallable(() -> ask(TogetherChatOptions.builder())).subscribeOn(Schedulers.parallel()))
			.expectErrorSatisfies((ex) -> assertThat(ex).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("parallel-")
				.hasMessageContaining("boundedElastic"))
			.verify(Duration.ofSeconds(20));
		assertThat(this.fake.requests()).isEmpty();
	}

	private ChatResponse ask(TogetherChatOptions.Builder options) {
		return this.rig.chatModel.call(new Prompt("Why is the sky blue?", options.build()));
	}

	private static Generation result(ChatResponse response) {
		return Objects.requireNonNull(response.getResult());
	}

}
