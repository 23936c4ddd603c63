package ai.matey.frontend.openai;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.StreamException;
import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.CompletionWarning;
import ai.matey.frontend.openai.format.StreamOptions;
import ai.matey.frontend.openai.format.ToolCall;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRLogprobs;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.IRWarning;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

class StreamMappingTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private static final String HEAD = "{'id':'p1','object':'chat.completion.chunk','created':100,'model':'org/m',";

	private final IRMetadata metadata = IRMetadata.builder()
		.requestId("r1")
		.providerResponseId("p1")
		.model("org/m")
		.timestamp(Instant.ofEpochSecond(100))
		.build();

	private final IRStreamChunk start = new IRStreamChunk.Start(this.metadata);

	private final ChatCompletionRequest request = ChatCompletionRequest.builder().model("m").user("U").build();

	@Test
	void textStream() {
		assertThat(json(stream(this.request, new IRStreamChunk.Content("He"), new IRStreamChunk.Content("llo"),
				new IRStreamChunk.Metadata(new IRUsage(3, 1), this.metadata), done(FinishReason.STOP))))
			.containsExactly(
					HEAD + "'choices':[{'index':0,'delta':{'role':'assistant','content':'He'},'finish_reason':null}]}",
					HEAD + "'choices':[{'index':0,'delta':{'content':'llo'},'finish_reason':null}]}",
					HEAD + "'choices':[{'index':0,'delta':{},'finish_reason':'stop'}],"
							+ "'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7}}");
	}

	@Test
	void usageInAChunkOfItsOwnIfAskedFor() {
		assertThat(json(stream(withUsage(true), new IRStreamChunk.Content("Hi"), done(FinishReason.LENGTH))))
			.containsExactly(
					HEAD + "'choices':[{'index':0,'delta':{'role':'assistant','content':'Hi'},'finish_reason':null}]}",
					HEAD + "'choices':[{'index':0,'delta':{},'finish_reason':'length'}]}",
					HEAD + "'choices':[],'usage':{'prompt_tokens':3,'completion_tokens':4,'total_tokens':7}}");
	}

	@Test
	void noUsageIfForbidden() {
		assertThat(stream(withUsage(false), done(FinishReason.STOP))).extracting(ChatCompletionChunk::usage)
			.containsOnlyNulls();
	}

	@Test
	void reasoningAndLogprobs() {
		IRLogprobs bare = new IRLogprobs(List.of(new IRLogprobs.Token(null, -0.5, null, List.of())));
		assertThat(json(
				stream(this.request, new IRStreamChunk.Reasoning(0, "hm"), new IRStreamChunk.Content(0, "Hi", bare))))
			.containsExactly(HEAD
					+ "'choices':[{'index':0,'delta':{'role':'assistant','reasoning':'hm'},'finish_reason':null}]}",
					HEAD + "'choices':[{'index':0,'delta':{'content':'Hi'},'finish_reason':null,'logprobs':{'content':"
							+ "[{'token':'Hi','logprob':-0.5,'top_logprobs':[]}]}}]}");
	}

	@Test
	void toolCallFragments() {
		List<ChatCompletionChunk> chunks = stream(this.request, new IRStreamChunk.ToolUse(0, 0, "c1", "f", ""),
				new IRStreamChunk.ToolUse(0, 0, "c1", "f", "{\"a\""), new IRStreamChunk.ToolUse(0, 0, "c1", "f", ":1}"),
				new IRStreamChunk.ToolUse(0, 1, "", "", ""), new IRStreamChunk.ToolUse(0, 1, "", "g", "{}"),
				done(FinishReason.TOOL_CALLS));
		assertThat(chunks.subList(0, 5)).extracting((chunk) -> chunk.choices().get(0).delta().toolCalls().get(0))
			.containsExactly(new ToolCall(0, "c1", "function", new ToolCall.Function("f", "")),
					new ToolCall(0, null, null, new ToolCall.Function(null, "{\"a\"")),
					new ToolCall(0, null, null, new ToolCall.Function(null, ":1}")),
					new ToolCall(1, "call_0_1", "function", new ToolCall.Function(null, "")),
					new ToolCall(1, null, null, new ToolCall.Function("g", "{}")));
		assertThat(chunks.get(5).choices().get(0).finishReason()).isEqualTo("tool_calls");
		assertThat(chunks).extracting((chunk) -> chunk.choices().get(0).delta().role())
			.containsExactly("assistant", null, null, null, null, null);
	}

	@Test
	void generatedCallIdIsTheSameInStreamAndAnswer() {
		IRMessage message = new IRMessage(IRRole.ASSISTANT, List.of(new ToolUseContent("", "g", Map.of(), "{}", null)));
		ChatCompletion completion = new OpenAIFrontendAdapter().fromIR(
				new IRChatResponse(List.of(new IRChoice(0, message, FinishReason.TOOL_CALLS)), null, this.metadata));
		ChatCompletionChunk chunk = stream(this.request, new IRStreamChunk.ToolUse(0, 0, "", "g", "{}")).get(0);
		assertThat(chunk.choices().get(0).delta().toolCalls().get(0).id())
			.isEqualTo(completion.choices().get(0).message().toolCalls().get(0).id());
	}

	@Test
	void severalChoices() {
		IRChatResponse response = new IRChatResponse(
				List.of(new IRChoice(0, IRMessage.assistant("a"), FinishReason.STOP),
						new IRChoice(1, IRMessage.assistant("b"), FinishReason.LENGTH),
						new IRChoice(2, IRMessage.assistant(""), FinishReason.UNKNOWN, "abort", null, null)),
				new IRUsage(1, 2),
				this.metadata.mutate()
					.warning(new IRWarning(IRWarning.Category.PROVIDER, "W", null, "provider"))
					.build());
		List<ChatCompletionChunk> chunks = stream(this.request, new IRStreamChunk.Content(1, "b", null),
				new IRStreamChunk.Content(0, "a", null), new IRStreamChunk.Content(1, "b", null),
				new IRStreamChunk.Done(response));
		assertThat(chunks).extracting((chunk) -> chunk.choices().get(0).index()).containsExactly(1, 0, 1, 0, 1, 2);
		assertThat(chunks).extracting((chunk) -> chunk.choices().get(0).delta().role())
			.containsExactly("assistant", "assistant", null, null, null, "assistant");
		assertThat(chunks).extracting((chunk) -> chunk.choices().get(0).finishReason())
			.containsExactly(null, null, null, "stop", "length", "abort");
		assertThat(chunks).extracting((chunk) -> chunk.usage() != null)
			.containsExactly(false, false, false, false, false, true);
		assertThat(chunks.get(5).warnings()).extracting(CompletionWarning::message).containsExactly("W");
	}

	@Test
	void headerWithoutProviderFacts() {
		List<ChatCompletionChunk> chunks = new OpenAIFrontendAdapter()
			.fromIRStream(Flux.just(new IRStreamChunk.Content("a"), new IRStreamChunk.Content("b")), this.request)
			.collectList()
			.block(TIMEOUT);
		assertThat(chunks.get(0).id()).startsWith("chatcmpl-").isEqualTo(chunks.get(1).id());
		assertThat(chunks.get(0).model()).isEqualTo("m");
	}

	@Test
	void subscriptionsShareNothing() {
		Flux<ChatCompletionChunk> chunks = fromIR(
				Flux.just(this.start, new IRStreamChunk.Content("Hi"), done(FinishReason.STOP)), this.request);
		assertThat(chunks.collectList().block(TIMEOUT)).isEqualTo(chunks.collectList().block(TIMEOUT));
	}

	@Test
	void demandIsKept() {
		AtomicLong requested = new AtomicLong();
		Flux<IRStreamChunk> source = Flux
			.<IRStreamChunk>just(this.start, new IRStreamChunk.Content("a"), new IRStreamChunk.Content("b"),
					done(FinishReason.STOP))
			.hide()
			.doOnRequest(requested::addAndGet);
		StepVerifier.create(fromIR(source, withUsage(true)), 0)
			.expectSubscription()
			.thenRequest(1)
			.expectNextCount(1)
			// one more than asked, since "start" yields nothing
			.then(() -> assertThat(requested).hasValue(2))
			.thenRequest(2)
			.expectNextCount(2)
			.then(() -> assertThat(requested).hasValue(4))
			.thenRequest(1)
			.assertNext((chunk) -> assertThat(chunk.choices()).isEmpty())
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void finishChunkDoesNotWaitForCompletion() {
		TestPublisher<IRStreamChunk> source = TestPublisher.create();
		StepVerifier.create(fromIR(source.flux(), this.request))
			.then(() -> source.next(this.start, done(FinishReason.STOP)))
			.assertNext((chunk) -> assertThat(chunk.choices().get(0).finishReason()).isEqualTo("stop"))
			.then(source::complete)
			.expectComplete()
			.verify(TIMEOUT);
	}

	@Test
	void cancelReachesTheSource() {
		TestPublisher<IRStreamChunk> source = TestPublisher.create();
		StepVerifier.create(fromIR(source.flux(), this.request))
			.then(() -> source.next(this.start, new IRStreamChunk.Content("a")))
			.expectNextCount(1)
			.thenCancel()
			.verify(TIMEOUT);
		source.assertCancelled();
	}

	@Test
	void nothingHappensBeforeSubscription() {
		TestPublisher<IRStreamChunk> source = TestPublisher.create();
		fromIR(source.flux(), this.request);
		source.assertWasNotSubscribed();
	}

	@Test
	void errorPassesUntouched() {
		StreamException error = new StreamException(ErrorCode.STREAM_INTERRUPTED, true, null, "cut",
				ErrorDetails.of("p", "m"), null);
		StepVerifier
			.create(fromIR(Flux.just(this.start, new IRStreamChunk.Content("a")).concatWith(Flux.error(error)),
					this.request))
			.expectNextCount(1)
			.expectErrorSatisfies((ex) -> assertThat(ex).isSameAs(error))
			.verify(TIMEOUT);
	}

	private ChatCompletionRequest withUsage(boolean include) {
		return this.request.mutate().streamOptions(StreamOptions.includeUsage(include)).build();
	}

	private IRStreamChunk done(FinishReason reason) {
		return new IRStreamChunk.Done(new IRChatResponse(List.of(new IRChoice(0, IRMessage.assistant("Hello"), reason)),
				new IRUsage(3, 4), this.metadata));
	}

	private List<ChatCompletionChunk> stream(ChatCompletionRequest request, IRStreamChunk... chunks) {
		return fromIR(Flux.just(this.start).concatWith(Flux.just(chunks)), request).collectList().block(TIMEOUT);
	}

	private static Flux<ChatCompletionChunk> fromIR(Flux<IRStreamChunk> chunks, ChatCompletionRequest request) {
		return new OpenAIFrontendAdapter().fromIRStream(chunks, request);
	}

	private static List<String> json(List<ChatCompletionChunk> chunks) {
		return chunks.stream().map((chunk) -> Requests.JSON.writeValueAsString(chunk).replace('"', '\'')).toList();
	}

}
