package ai.matey.tool;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.stream.IntStream;

import javax.sql.DataSource;

import com.fasterxml.jackson.annotation.JsonInclude;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.h2.jdbcx.JdbcDataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import tools.jackson.databind.DatabindException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.core.BridgeBuilder;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRCost;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRToolChoice;
import ai.matey.ir.ImageContent;
import ai.matey.ir.MediaSource;
import ai.matey.ir.AudioContent;
import ai.matey.ir.VideoContent;
import ai.matey.ir.DocumentContent;
import ai.matey.ir.IRRole;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.ir.ToolResultContent;
import ai.matey.ir.TextContent;
import ai.matey.test.together.CompletionReply;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Runs that wait for an approval, and go on once.
 */
@FakeTogetherTest
class ApprovalTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final IRChatRequest REQUEST = IRChatRequest.of("Pay my bills")
		.mutate()
		.model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
		.build();

	private final FakeTogether fake;

	private final AtomicInteger paid = new AtomicInteger();

	private final Tool pay = Tool.of("pay", "Pays a bill", Payment.class, (payment) -> {
		this.paid.addAndGet(payment.amount());
		return "paid";
	}).needsApproval((call) -> ((Number) Objects.requireNonNull(call.input().get("amount"))).intValue() > 10);

	private TogetherAIBackendAdapter together;

	ApprovalTests(FakeTogether fake) {
		this.fake = fake;
	}

	@BeforeEach
	void start() {
		this.together = TogetherAIBackendAdapter.builder().apiKey("key").baseUrl(this.fake.baseUrl()).build();
	}

	@AfterEach
	void stop() {
		this.together.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void runWaitsAndGoesOnWithTheDecision(boolean streamed) {
		this.fake.enqueue(pay(50).toolCall("pay", "{\"amount\":5}").usage(10, 5),
				Reply.text("Paid both.").usage(20, 5));
		Bridge bridge = bridge().build();
		ToolRun.Pending pending = pending(bridge, streamed);
		assertThat(this.paid).as("what needs no approval has run").hasValue(5);
		assertThat(pending.openCalls()).singleElement()
			.satisfies((call) -> assertThat(call.input()).containsEntry("amount", 50));
		ToolRun run = streamed ? wait(bridge.streamResumedTools(pending, pending.approveAll(), this.pay)
			.ofType(ToolEvent.RunFinished.class)
			.map(ToolEvent.RunFinished::run)
			.single()) : wait(bridge.resumeTools(pending, pending.approveAll(), this.pay));
		assertThat(run).isInstanceOfSatisfying(ToolRun.Completed.class, (completed) -> {
			assertThat(completed.text()).isEqualTo("Paid both.");
			assertThat(completed.steps()).hasSize(2);
			assertThat(Objects.requireNonNull(completed.usage()).totalTokens()).isEqualTo(40);
			assertThat(completed.steps().get(0).results()).extracting((result) -> result.call().input().get("amount"))
				.containsExactly(50, 5);
		});
		assertThat(this.paid).hasValue(55);
	}

	@Test
	void refusalIsToldToTheModel() {
		this.fake.enqueue(pay(50), Reply.text("Then not."));
		Bridge bridge = bridge().build();
		ToolRun.Pending pending = pending(bridge, false);
		wait(bridge.resumeTools(pending, pending.refuseAll("Too much."), this.pay));
		assertThat(this.paid).hasValue(0);
		assertThat(this.fake.requests().get(1).json().at("/messages/2/content").stringValue())
			.isEqualTo("The call was not approved. Too much.");
	}

	@ParameterizedTest
	@ValueSource(strings = { "plain", "indented", "sorted", "of an application" })
	void runGoesOnInAnotherProcessAndOnce(String mapper, @TempDir Path folder) throws IOException {
		JsonMapper json = switch (mapper) {
			case "indented" -> JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
			case "sorted" -> JsonMapper.builder().enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS).build();
			case "of an application" -> JsonMapper.builder()
				.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
				.changeDefaultPropertyInclusion(
						(inclusion) -> inclusion.withValueInclusion(JsonInclude.Include.NON_EMPTY))
				.build();
			default -> MAPPER;
		};
		this.fake.enqueue(pay(50), Reply.text("Paid."));
		Path file = folder.resolve("pending.json");
		Files.writeString(file, json
			.writeValueAsString(pending(bridge().toolRunStore(new JdbcToolRunStore(database(folder))).build(), false)));

		TogetherAIBackendAdapter other = TogetherAIBackendAdapter.builder()
			.apiKey("key")
			.baseUrl(this.fake.baseUrl())
			.build();
		Bridge bridge = Bridge.builder(other).toolRunStore(new JdbcToolRunStore(database(folder))).build();
		ToolRun.Pending read = json.readValue(Files.readString(file), ToolRun.Pending.class);
		assertThat(wait(bridge.resumeTools(read, read.approveAll(), this.pay))).isInstanceOf(ToolRun.Completed.class);
		assertThat(this.paid).hasValue(50);

		ToolRun.Pending again = json.readValue(Files.readString(file), ToolRun.Pending.class);
		ToolRunException refused = failure(() -> wait(bridge.resumeTools(again, again.approveAll(), this.pay)));
		assertThat(refused.code()).isEqualTo(ErrorCode.TOOL_RUN_NOT_PENDING);
		assertThat(this.paid).hasValue(50);
		assertThat(this.fake.requests()).hasSize(2);
		other.close();
	}

	@Test
	void everythingInARunIsWrittenAndRead() {
		IRChatRequest request = IRChatRequest.builder()
			.model("m")
			.system("Be brief.")
			.message(IRMessage.user(new TextContent("Look"), new ImageContent(MediaSource.url("https://example.org/a")),
					new ImageContent(MediaSource.base64("image/png", "AAAA")),
					new AudioContent(MediaSource.base64("audio/wav", "AAAA")),
					new VideoContent(MediaSource.url("https://example.org/v"))))
			.message(new IRMessage(IRRole.ASSISTANT,
					List.of(new ReasoningContent("Hm."), new ToolUseContent("call_0", "look", Map.of("at", 1.5)))))
			.message(new IRMessage(IRRole.TOOL, List.of(new ToolResultContent("call_0", "seen", false))))
			.parameters((parameters) -> parameters.temperature(0.1)
				.seed(Long.MAX_VALUE)
				.custom("a", Map.of("b", List.of(1, 2.5, true)))
				.stopSequences(List.of("x")))
			.responseFormat(new IRResponseFormat.JsonSchema("n", Map.of("type", "object")))
			.deadlines(IRDeadlines.INHERIT.withTotal(Duration.ofMillis(1500)))
			.build();
		this.fake.enqueue(pay(50).reasoning("Hm."));
		ToolRun.Pending run = (ToolRun.Pending) wait(bridge().build().runTools(request, this.pay));
		assertThat(run.request()).isEqualTo(request);
		// A backend may take what ours refuses
		DocumentContent document = new DocumentContent(MediaSource.base64("application/pdf", "AAAA"), "a.pdf");
		ToolRun.Pending pending = new ToolRun.Pending(run.id(),
				request.mutate().message(IRMessage.user(document)).build(), run.steps());
		ToolRun.Pending read = MAPPER.readValue(MAPPER.writeValueAsString(pending), ToolRun.Pending.class);
		assertThat(read).isEqualTo(pending);
		assertThat(PendingJson.key(read)).isEqualTo(PendingJson.key(pending)).hasSize(64);
	}

	@Test
	void costsAreAddedAndKeptExactEnoughToBeKnownAgain() {
		this.fake.enqueue(pay(50));
		ToolRun.Pending pending = (ToolRun.Pending) wait(bridge().build().runTools(REQUEST, this.pay));
		IRChatResponse response = pending.steps().get(0).response();
		IRCost cost = IRCost.of(IRCost.USD, List
			.of(new IRCost.Part(IRCost.Kind.INPUT_TOKENS, new BigDecimal("1234567"), new BigDecimal("0.00000088000"))));
		ToolStep step = new ToolStep(response.withMetadata(response.metadata().mutate().cost(cost).build()), List.of());
		ToolRun.Pending costly = new ToolRun.Pending("id", REQUEST, List.of(step, step));
		assertThat(Objects.requireNonNull(costly.cost()).amount()).isEqualByComparingTo("2.17283792");
		ToolRun.Pending read = MAPPER.readValue(MAPPER.writeValueAsString(costly), ToolRun.Pending.class);
		assertThat(PendingJson.key(read)).isEqualTo(PendingJson.key(costly));
		assertThat(Objects.requireNonNull(read.cost()).amount()).isEqualByComparingTo("2.17283792");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void ofManyWhoResumeAtOnceOneDoes(boolean jdbc, @TempDir Path folder) throws Exception {
		this.fake.enqueue(pay(50));
		this.fake.when((request) -> true).always(Reply.text("Paid."));
		Bridge bridge = bridge()
			.toolRunStore(jdbc ? new JdbcToolRunStore(database(folder)) : new InMemoryToolRunStore())
			.build();
		ToolRun.Pending pending = pending(bridge, false);
		CountDownLatch ready = new CountDownLatch(4);
		List<String> ends = wait(Flux.range(0, 4).flatMap((index) -> Mono.fromRunnable(() -> {
			ready.countDown();
			awaitZero(ready);
		})
			.subscribeOn(Schedulers.boundedElastic())
			.then(bridge.resumeTools(pending, pending.approveAll(), this.pay))
			.map((run) -> "resumed")
			.onErrorResume(ToolRunException.class, (ex) -> Mono.just(ex.code().name()))).collectList());
		assertThat(ends).containsExactlyInAnyOrder("resumed", "TOOL_RUN_NOT_PENDING", "TOOL_RUN_NOT_PENDING",
				"TOOL_RUN_NOT_PENDING");
		assertThat(this.paid).hasValue(50);
	}

	/**
	 * What was done must be known, or it would be done again.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aStoreThatCannotKeepARunEndsItWithItsSteps(boolean throwing) {
		IllegalStateException broken = new IllegalStateException("disk full");
		this.fake.enqueue(Reply.toolCall("look", "{}").toolCall("pay", "{\"amount\":50}"));
		Bridge bridge = bridge().toolRunStore(new Store(() -> {
			if (throwing) {
				throw broken;
			}
			return Mono.error(broken);
		}, () -> Mono.just(true))).build();
		ToolRunException failure = failure(
				() -> wait(bridge.runTools(REQUEST, this.pay, Tool.of("look", "Looks", () -> "seen"))));
		assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_RUN_STORE_FAILED);
		assertThat(failure.isRetryable()).isFalse();
		assertThat(failure).hasCause(broken).hasMessageNotContaining("disk");
		assertThat(failure.steps()).singleElement()
			.satisfies((step) -> assertThat(step.results()).extracting(ToolResult::content).containsExactly("seen"));
	}

	@Test
	void aStoreThatCannotBeAskedLeavesTheRunPending() {
		this.fake.enqueue(pay(50), Reply.text("Paid."));
		AtomicReference<Mono<Boolean>> known = new AtomicReference<>(
				Mono.error(new IllegalStateException("no connection")));
		Bridge bridge = bridge().toolRunStore(new Store(Mono::empty, known::get)).build();
		ToolRun.Pending pending = pending(bridge, false);
		ToolRunException failure = failure(() -> wait(bridge.resumeTools(pending, pending.approveAll(), this.pay)));
		assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_RUN_STORE_FAILED);
		assertThat(failure.isRetryable()).isTrue();
		assertThat(this.paid).hasValue(0);
		known.set(Mono.just(true));
		wait(bridge.resumeTools(pending, pending.approveAll(), this.pay));
		assertThat(this.paid).hasValue(50);
	}

	@Test
	void aStoreThatKnowsNothingSaysSoInAnyWay() {
		this.fake.enqueue(pay(50));
		Bridge bridge = bridge().toolRunStore(new Store(Mono::empty, Mono::empty)).build();
		ToolRun.Pending pending = pending(bridge, false);
		assertThat(failure(() -> wait(bridge.resumeTools(pending, pending.approveAll(), this.pay))).code())
			.isEqualTo(ErrorCode.TOOL_RUN_NOT_PENDING);
		assertThat(failure(() -> wait(bridge.streamResumedTools(pending, pending.approveAll(), this.pay).collectList()))
			.code()).isEqualTo(ErrorCode.TOOL_RUN_NOT_PENDING);
		assertThat(this.paid).hasValue(0);
	}

	@Test
	void aStoreThatNeverAnswersHasTheTimeOfTheRun() {
		this.fake.enqueue(pay(50));
		Bridge bridge = bridge().toolRunStore(new Store(Mono::empty, Mono::never))
			.toolSettings(ToolSettings.DEFAULT.withRunTimeout(Duration.ofMillis(500)))
			.build();
		ToolRun.Pending pending = pending(bridge, false);
		ToolRunException failure = failure(() -> wait(bridge.resumeTools(pending, pending.approveAll(), this.pay)));
		assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_TIMEOUT);
		assertThat(this.paid).hasValue(0);
	}

	@Test
	void alteredRunIsRefused() {
		this.fake.enqueue(pay(50));
		Bridge bridge = bridge().build();
		ToolRun.Pending pending = pending(bridge, false);
		String json = MAPPER.writeValueAsString(pending);
		ToolRun.Pending altered = MAPPER.readValue(json.replace("\"amount\":50", "\"amount\":5000"),
				ToolRun.Pending.class);
		assertThat(altered.openCalls().get(0).input()).containsEntry("amount", 5000);
		ToolRunException refused = failure(() -> wait(bridge.resumeTools(altered, altered.approveAll(), this.pay)));
		assertThat(refused.code()).isEqualTo(ErrorCode.TOOL_RUN_NOT_PENDING);
		assertThat(this.paid).hasValue(0);
	}

	@Test
	void wrongDecisionsDoNotUseUpTheRun() {
		this.fake.enqueue(pay(50), Reply.text("Paid."));
		Bridge bridge = bridge().build();
		ToolRun.Pending pending = pending(bridge, false);
		String id = pending.openCalls().get(0).id();
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> wait(bridge.resumeTools(pending, List.of(), this.pay)))
			.withMessageContaining(id);
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> wait(bridge.resumeTools(pending,
					List.of(ToolDecision.approve(id), ToolDecision.approve("other")), this.pay)))
			.withMessageContaining("other");
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> wait(bridge.resumeTools(pending,
				List.of(ToolDecision.approve(id), ToolDecision.refuse(id, null)), this.pay)));
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> wait(bridge.resumeTools(pending, pending.approveAll(), Tool.of("other", "?", () -> "x"))))
			.withMessageContaining("'pay'");
		wait(bridge.resumeTools(pending, pending.approveAll(), this.pay));
		assertThat(this.paid).hasValue(50);
	}

	@Test
	void whatCannotBeCalledNeedsNoApproval() {
		this.fake.enqueue(Reply.toolCall("pay", "{\"sum\":50}"), Reply.text("Sorry."));
		assertThat(wait(bridge().build().runTools(REQUEST, this.pay.needsApproval())))
			.isInstanceOf(ToolRun.Completed.class);
	}

	@Test
	void boundsCountOnAfterAnApproval() {
		this.fake.when((request) -> true).always(pay(50));
		Bridge bridge = bridge().toolSettings(ToolSettings.DEFAULT.withMaxRounds(3)).build();
		ToolRun.Pending first = pending(bridge, false);
		ToolRun.Pending second = (ToolRun.Pending) wait(bridge.resumeTools(first, first.approveAll(), this.pay));
		assertThat(second.steps()).hasSize(2);
		ToolRunException stopped = failure(() -> wait(bridge.resumeTools(second, second.approveAll(), this.pay)));
		assertThat(stopped.code()).isEqualTo(ErrorCode.TOOL_LIMIT_EXCEEDED);
		assertThat(this.paid).hasValue(100);
	}

	@Test
	void aForcedChoiceIsNotForcedAgain() {
		this.fake.enqueue(pay(50), Reply.text("Paid."));
		Bridge bridge = bridge().build();
		ToolRun.Pending pending = (ToolRun.Pending) wait(
				bridge.runTools(REQUEST.mutate().toolChoice(IRToolChoice.named("pay")).build(), this.pay));
		wait(bridge.resumeTools(pending, pending.approveAll(), this.pay));
		assertThat(this.fake.requests().get(1).json().has("tool_choice")).isFalse();
	}

	@Test
	void memoryForgetsTheOldestRunsBeyondItsBound() {
		InMemoryToolRunStore store = new InMemoryToolRunStore(2);
		List.of("a", "b", "c").forEach((key) -> store.add(key).block(PATIENCE));
		assertThat(store.remove("a").block(PATIENCE)).isFalse();
		assertThat(store.remove("b").block(PATIENCE)).isTrue();
		assertThat(store.remove("b").block(PATIENCE)).isFalse();
		assertThat(store.remove("c").block(PATIENCE)).isTrue();
	}

	@Test
	void databaseForgetsOldRunsWhenAsked(@TempDir Path folder) {
		JdbcToolRunStore store = new JdbcToolRunStore(database(folder));
		IntStream.range(0, 3).forEach((index) -> store.add("key" + index).block(PATIENCE));
		assertThat(store.purge(Duration.ofHours(1)).block(PATIENCE)).isZero();
		assertThat(store.purge(Duration.ofSeconds(-1)).block(PATIENCE)).isEqualTo(3);
		assertThat(store.remove("key0").block(PATIENCE)).isFalse();
	}

	@Test
	void aRunOfAnotherVersionIsNotGuessed() {
		JsonNode node = MAPPER.readTree("{\"version\":2,\"id\":\"x\"}");
		assertThatExceptionOfType(DatabindException.class)
			.isThrownBy(() -> MAPPER.treeToValue(node, ToolRun.Pending.class))
			.withMessageContaining("version 2");
	}

	private static DataSource database(Path folder) {
		JdbcDataSource dataSource = new JdbcDataSource();
		dataSource.setUrl("jdbc:h2:file:" + folder.resolve("runs")
				+ ";INIT=create table if not exists together_tool_run (run_key varchar(64) primary key,"
				+ " created_at timestamp not null)");
		return dataSource;
	}

	private BridgeBuilder bridge() {
		return Bridge.builder(this.together);
	}

	private ToolRun.Pending pending(Bridge bridge, boolean streamed) {
		ToolRun run = streamed ? wait(bridge.streamTools(REQUEST, this.pay)
			.ofType(ToolEvent.RunFinished.class)
			.map(ToolEvent.RunFinished::run)
			.single()) : wait(bridge.runTools(REQUEST, this.pay));
		return (ToolRun.Pending) run;
	}

	private static CompletionReply pay(int amount) {
		return Reply.toolCall("pay", "{\"amount\":" + amount + "}");
	}

	private static void awaitZero(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static ToolRunException failure(ThrowingCallable call) {
		return Objects.requireNonNull(catchThrowableOfType(ToolRunException.class, call));
	}

	private static <T> T wait(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(PATIENCE));
	}

	record Payment(int amount) {

	}

	private record Store(Supplier<Mono<Void>> adding, Supplier<Mono<Boolean>> removing) implements ToolRunStore {

		@Override
		public Mono<Void> add(String key) {
			return this.adding.get();
		}

		@Override
		public Mono<Boolean> remove(String key) {
			return this.removing.get();
		}

	}

}
