package ai.matey.springai;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.metadata.Usage;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.ai.chat.model.Generation;
import org.springframework.ai.chat.model.MessageAggregator;
import org.springframework.ai.chat.prompt.Prompt;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;

import ai.matey.errors.StreamException;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What Spring AI sees of a stream.
 */
@FakeTogetherTest
class ChatStreamTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(20);

	private final FakeTogether fake;

	private final Rig rig;

	ChatStreamTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void nothingIsSentBeforeSubscription() {
		stream();
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void textComesAsItIsWritten() {
		this.fake.enqueue(Reply.stream().tokens("Once upon a").pause(Duration.ofMillis(1)).tokens(" time").stall());
		StepVerifier.create(stream().map(ChatStreamTests::text))
			.expectNext("Once", " upon", " a", " time")
			.thenCancel()
			.verify(TIMEOUT);
	}

	@Test
	void everyChunkHasCountsAndTheLastOneHasAll() {
		this.fake.enqueue(Reply.text("Once upon a time").usage(7, 4));
		List<ChatResponse> chunks = collect(stream());
		assertThat(chunks.stream().map(ChatStreamTests::text)).containsExactly("Once", " upon", " a", " time", "");
		assertThat(chunks).allSatisfy((chunk) -> {
			assertThat(chunk.getMetadata().getModel()).isEqualTo(Rig.MODEL);
			assertThat(chunk.getMetadata().getId()).isNotEmpty();
			Usage usage = chunk.getMetadata().getUsage();
			assertThat(usage.getPromptTokens() + usage.getCompletionTokens() + usage.getTotalTokens()).isNotNegative();
		});
		ChatResponse last = chunks.get(4);
		assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(11);
		assertThat(result(last).getMetadata().getFinishReason()).isEqualTo("STOP");
		assertThat(last.getMetadata().<Duration>get(TogetherMetadata.LATENCY)).isPositive();
		assertThat(chunks.subList(0, 4))
			.allSatisfy((chunk) -> assertThat(result(chunk).getMetadata().getFinishReason()).isNull());
		assertThat(chunks.subList(0, 4))
			.allSatisfy((chunk) -> assertThat(chunk.getMetadata().getUsage().getTotalTokens()).isZero());
	}

	@Test
	void toolCallsComeOnceAndWhole() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\",\"days\":3}").toolCall("time", "{}"));
		List<ChatResponse> chunks = collect(stream());
		assertThat(chunks).singleElement().satisfies((chunk) -> {
			assertThat(result(chunk).getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
			assertThat(result(chunk).getOutput().getToolCalls()).extracting(AssistantMessage.ToolCall::arguments)
				.containsExactly("{\"city\":\"Rome\",\"days\":3}", "{}");
		});
	}

	@Test
	void reasoningGrows() {
		this.fake.enqueue(Reply.text("42").reasoning("Deep thought"));
		List<ChatResponse> chunks = collect(stream());
		assertThat(chunks.stream().map((chunk) -> result(chunk).getOutput().getMetadata().get("reasoningContent")))
			.containsExactly("Deep", "Deep thought", "Deep thought", "Deep thought");
		assertThat(chunks.stream().map(ChatStreamTests::text)).containsExactly("", "", "42", "");
	}

	@Test
	void anAggregatorSeesTheWholeResponse() {
		this.fake
			.enqueue(Reply.text("Let me see.").reasoning("Deep thought").toolCall("weather", "{\"a\":1}").usage(7, 4));
		AtomicReference<ChatResponse> whole = new AtomicReference<>();
		collect(new MessageAggregator().aggregate(stream(), whole::set));
		Generation generation = result(Objects.requireNonNull(whole.get()));
		assertThat(generation.getOutput().getText()).isEqualTo("Let me see.");
		assertThat(generation.getOutput().getToolCalls()).hasSize(1);
		assertThat(generation.getOutput().getMetadata()).containsEntry("reasoningContent", "Deep thought");
		assertThat(generation.getMetadata().getFinishReason()).isEqualTo("TOOL_CALLS");
		assertThat(whole.get().getMetadata().getUsage().getTotalTokens()).isEqualTo(11);
		assertThat(whole.get().getMetadata().getModel()).isEqualTo(Rig.MODEL);
	}

	@Test
	void choicesCanBeToldApart() {
		Prompt prompt = new Prompt("Hello!", TogetherChatOptions.builder().n(2).build());
		List<ChatResponse> chunks = collect(this.rig.chatModel.stream(prompt));
		StringBuilder first = new StringBuilder();
		StringBuilder second = new StringBuilder();
		for (ChatResponse chunk : chunks.subList(0, chunks.size() - 1)) {
			boolean isFirst = result(chunk).getOutput().getMetadata().get(TogetherMetadata.INDEX).equals(0);
			(isFirst ? first : second).append(text(chunk));
		}
		assertThat(first.toString()).endsWith("This is choice 1 of 2.");
		assertThat(second.toString()).endsWith("This is choice 2 of 2.");
		assertThat(chunks.get(chunks.size() - 1).getResults()).hasSize(2);
	}

	@Test
	void cancellingClosesTheConnection() {
		this.fake.enqueue(Reply.stream().tokens("Once").stall());
		StepVerifier.create(stream()).expectNextCount(1).thenCancel().verify(TIMEOUT);
		this.fake.await(RecordedRequest::closedEarly, TIMEOUT);
	}

	@Test
	void anErrorInTheMiddleIsTheStreamsError() {
		this.fake.enqueue(Reply.stream().tokens("Once").errorEvent("server_error", "Overheated"));
		StepVerifier.create(stream())
			.expectNextCount(1)
			.expectErrorSatisfies(
					(ex) -> assertThat(ex).isInstanceOf(StreamException.class).hasMessageContaining("Overheated"))
			.verify(TIMEOUT);
	}

	@Test
	void aPromptThatCannotBeSentIsTheStreamsError() {
		Prompt prompt = new Prompt("Hello!", TogetherChatOptions.builder().minP(7.0).build());
		StepVerifier.create(this.rig.chatModel.stream(prompt))
			.expectErrorSatisfies((ex) -> assertThat(ex).hasMessageContaining("min_p"))
			.verify(TIMEOUT);
	}

	@Test
	void twoSubscriptionsAreTwoStreams() {
		this.fake.enqueue(Reply.text("one").reasoning("a"), Reply.text("two").reasoning("b"));
		Flux<ChatResponse> stream = stream();
		List<ChatResponse> all = new ArrayList<>(collect(stream));
		all.addAll(collect(stream));
		assertThat(all.stream().map((chunk) -> result(chunk).getOutput().getMetadata().get("reasoningContent")))
			.containsExactly("a", "a", "a", "b", "b", "b");
	}

	private Flux<ChatResponse> stream() {
		return this.rig.chatModel.stream(new Prompt("Tell me a story."));
	}

	private static List<ChatResponse> collect(Flux<ChatResponse> stream) {
		return Objects.requireNonNull(stream.collectList().block(TIMEOUT));
	}

	private static String text(ChatResponse chunk) {
		return Objects.requireNonNull(result(chunk).getOutput().getText());
	}

	private static Generation result(ChatResponse response) {
		return Objects.requireNonNull(response.getResult());
	}

}
