package ai.matey.springai.chatclient;

import java.time.Duration;
import java.util.Objects;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ChatResponse;
import reactor.test.StepVerifier;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.RateLimitException;
import ai.matey.errors.StreamException;
import ai.matey.ir.IRDeadlines;
import ai.matey.springai.TogetherChatOptions;
import ai.matey.springai.TogetherMetadata;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What a call through ChatClient gets from the bridge.
 */
@SpringAiTest
class PromiseTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final ChatClient chatClient;

	private final FakeTogether fake;

	PromiseTests(ChatClient.Builder builder, FakeTogether fake) {
		this.chatClient = builder.build();
		this.fake = fake;
	}

	@Test
	void aStalledStreamEndsAtTheDeadline() {
		this.fake.enqueue(Reply.stream().tokens("Once upon").stall());
		StepVerifier
			.create(this.chatClient.prompt("Tell me a story.")
				.options(TogetherChatOptions.builder().deadlines(IRDeadlines.INHERIT.withIdle(Duration.ofMillis(200))))
				.stream()
				.content())
			.expectNext("Once", " upon")
			.expectErrorSatisfies((ex) -> {
				assertThat(ex).isInstanceOf(StreamException.class).hasMessageContaining("together.timeout.idle");
				assertThat(((StreamException) ex).code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT);
			})
			.verify(TIMEOUT);
		this.fake.await(RecordedRequest::closedEarly, TIMEOUT);
	}

	@Test
	void aRejectionIsObeyedAndRepeated() {
		this.fake.enqueue(Reply.rateLimited(Duration.ofSeconds(1)), Reply.text("Hi."));
		long start = System.nanoTime();
		ChatResponse response = Objects.requireNonNull(this.chatClient.prompt("Hello!").call().chatResponse());
		assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThanOrEqualTo(Duration.ofSeconds(1));
		assertThat(response.getMetadata().<Integer>get(TogetherMetadata.ATTEMPTS)).isEqualTo(2);
		assertThat(this.fake.requests().get(1).body()).isEqualTo(this.fake.requests().get(0).body());
	}

	@Test
	void aWaitThatIsTooLongFailsAtOnceAndSaysHowLong() {
		this.fake.enqueue(Reply.rateLimited(Duration.ofMinutes(5)));
		assertThatExceptionOfType(RateLimitException.class)
			.isThrownBy(() -> this.chatClient.prompt("Hello!")
				.options(TogetherChatOptions.builder().model("a/busy-model"))
				.call()
				.content())
			.satisfies((ex) -> assertThat(ex.retryAfter()).isEqualTo(Duration.ofMinutes(5)));
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void aStreamIsRepeatedBeforeItsFirstToken() {
		this.fake.enqueue(Reply.stream().errorEvent("server_error", "Overheated"), Reply.status(503).error("x", "Full"),
				Reply.text("Once upon a time"));
		assertThat(this.chatClient.prompt("Tell me a story.")
			.stream()
			.content()
			.collect(Collectors.joining())
			.block(TIMEOUT)).isEqualTo("Once upon a time");
		assertThat(this.fake.requests()).hasSize(3);
	}

	@Test
	void aStreamIsNotRepeatedAfterItsFirstToken() {
		this.fake.enqueue(Reply.stream().tokens("Once").reset());
		StepVerifier.create(this.chatClient.prompt("Tell me a story.").stream().content())
			.expectNext("Once")
			.expectError(StreamException.class)
			.verify(TIMEOUT);
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void retriesCanBeSwitchedOffForACall() {
		this.fake.enqueue(Reply.status(503).error("x", "Full"));
		assertThatExceptionOfType(ai.matey.errors.ProviderException.class)
			.isThrownBy(() -> this.chatClient.prompt("Hello!")
				.options(TogetherChatOptions.builder().maxAttempts(1))
				.call()
				.content());
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void cancellingClosesTheConnection() {
		this.fake.enqueue(Reply.stream().tokens("Once").endless(" more"));
		StepVerifier.create(this.chatClient.prompt("Tell me a story.").stream().content())
			.expectNextCount(3)
			.thenCancel()
			.verify(TIMEOUT);
		this.fake.await(RecordedRequest::closedEarly, TIMEOUT);
	}

	@Test
	void streamsTellTheirUsage() {
		this.fake.enqueue(Reply.text("Once upon a time").usage(7, 4));
		ChatResponse last = Objects
			.requireNonNull(this.chatClient.prompt("Tell me a story.").stream().chatResponse().blockLast(TIMEOUT));
		assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(11);
		assertThat(this.fake.requests().get(0).json().at("/stream_options/include_usage").booleanValue()).isTrue();
	}

}
