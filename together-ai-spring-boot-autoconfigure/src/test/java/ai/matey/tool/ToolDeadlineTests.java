package ai.matey.tool;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import ai.matey.adapter.ChatOperations;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.MessageContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Deadlines of runs and calls, in virtual time.
 */
class ToolDeadlineTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final IRChatRequest REQUEST = IRChatRequest.of("Wait for me");

	private final AtomicBoolean cancelled = new AtomicBoolean();

	private final Tool never = Tool.of("wait", "Never ends",
			() -> Mono.never().doOnCancel(() -> this.cancelled.set(true)));

	@Test
	void aCallHasOneMinute() {
		StepVerifier.withVirtualTime(() -> runner(call(), text()).runTools(REQUEST, this.never))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(59))
			.thenAwait(Duration.ofSeconds(1))
			.assertNext((run) -> assertThat(run.steps().get(0).results().get(0).content())
				.isEqualTo("The tool failed: It did not finish within 60000 ms"))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void aToolMayHaveAnotherTime() {
		StepVerifier
			.withVirtualTime(() -> runner(call(), text()).runTools(REQUEST, this.never.timeout(Duration.ofMinutes(3))))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(179))
			.thenAwait(Duration.ofSeconds(1))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aRunHasTenMinutes() {
		StepVerifier
			.withVirtualTime(() -> runner(call(), text()).runTools(REQUEST, this.never.timeout(Duration.ofDays(1))))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(599))
			.thenAwait(Duration.ofSeconds(1))
			.expectErrorSatisfies((failure) -> assertThat(failure)
				.isInstanceOfSatisfying(ToolRunException.class,
						(stopped) -> assertThat(stopped.code()).isEqualTo(ErrorCode.TOOL_TIMEOUT))
				.hasMessageContaining("together.tools.run-timeout"))
			.verify(PATIENCE);
		assertThat(this.cancelled).isTrue();
	}

	@Test
	void aRunThatIsOverHasNoDeadline() {
		StepVerifier.withVirtualTime(() -> runner(text()).runTools(REQUEST, this.never))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	/**
	 * Rounds that were nested would overflow the stack.
	 */
	@Test
	void aRunMayHaveManyRounds() {
		IRChatResponse[] responses = new IRChatResponse[2001];
		Arrays.fill(responses, call());
		responses[2000] = text();
		Tool tool = Tool.of("wait", "Ends at once", () -> "done");
		StepVerifier.create(runner(responses).runTools(REQUEST, tool))
			.assertNext((run) -> assertThat(run.steps()).hasSize(2001))
			.expectComplete()
			.verify(PATIENCE);
	}

	private static ToolRunner runner(IRChatResponse... responses) {
		Queue<IRChatResponse> left = new ConcurrentLinkedQueue<>(List.of(responses));
		ChatOperations chat = new ChatOperations() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request) {
				return Mono.fromSupplier(left::remove);
			}

			@Override
			public Flux<IRStreamChunk> chatStream(IRChatRequest request) {
				return chat(request).<IRStreamChunk>map(IRStreamChunk.Done::new).flux();
			}

		};
		return new ToolRunner(chat, ToolSettings.DEFAULT.withMaxRounds(3000).withMaxCalls(3000, 3000),
				Schedulers.boundedElastic(), new InMemoryToolRunStore(), List.of());
	}

	private static IRChatResponse call() {
		return response(new ToolUseContent("1", "wait", Map.of()));
	}

	private static IRChatResponse text() {
		return response(new TextContent("Done."));
	}

	private static IRChatResponse response(MessageContent content) {
		return new IRChatResponse(
				List.of(new IRChoice(0, new IRMessage(IRRole.ASSISTANT, List.of(content)), FinishReason.STOP)), null,
				IRMetadata.builder().build());
	}

}
