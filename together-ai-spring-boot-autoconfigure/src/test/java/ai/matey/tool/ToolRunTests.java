package ai.matey.tool;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRTool;
import ai.matey.ir.IRToolChoice;
import ai.matey.schema.JsonType;
import ai.matey.test.together.CompletionReply;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Runs with tools, seen from the caller and from the server.
 */
@FakeTogetherTest
class ToolRunTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	private static final IRChatRequest REQUEST = IRChatRequest.of("Do I need an umbrella?")
		.mutate()
		.model(MODEL)
		.build();

	private static final Tool WEATHER = Tool.of("get_weather", "The weather in a city", WeatherQuery.class,
			(query) -> new Weather(query.city(), 12));

	private final FakeTogether fake;

	private TogetherAIBackendAdapter together;

	ToolRunTests(FakeTogether fake) {
		this.fake = fake;
	}

	@BeforeEach
	void start() {
		this.together = TogetherAIBackendAdapter.builder()
			.apiKey("key")
			.baseUrl(this.fake.baseUrl())
			.retry(TogetherRetry.DEFAULT.withMaxAttempts(1))
			.build();
	}

	@AfterEach
	void stop() {
		this.together.close();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void modelGetsTheResultAndResponds(boolean streamed) {
		this.fake.enqueue(Reply.toolCall("get_weather", "{\"city\":\"Paris\"}").usage(10, 5),
				Reply.text("Take one.").usage(20, 7));
		ToolRun.Completed run = completed(streamed, bridge(), REQUEST, WEATHER);
		assertThat(run.text()).isEqualTo("Take one.");
		assertThat(run.steps()).hasSize(2);
		ToolResult result = run.steps().get(0).results().get(0);
		assertThat(result.content()).isEqualTo("{\"city\":\"Paris\",\"degrees\":12}");
		assertThat(result.isError()).isFalse();
		assertThat(Objects.requireNonNull(run.usage()).promptTokens()).isEqualTo(30);
		assertThat(run.usage().completionTokens()).isEqualTo(12);
		assertThat(run.messages()).extracting(IRMessage::role)
			.containsExactly(IRRole.USER, IRRole.ASSISTANT, IRRole.TOOL, IRRole.ASSISTANT);
		JsonNode first = this.fake.requests().get(0).json();
		assertThat(first.at("/tools/0/function/name").stringValue()).isEqualTo("get_weather");
		assertThat(first.at("/tools/0/function/parameters/required/0").stringValue()).isEqualTo("city");
		JsonNode second = this.fake.requests().get(1).json();
		assertThat(second.at("/messages/2/content").stringValue()).isEqualTo(result.content());
		assertThat(second.at("/messages/2/tool_call_id").stringValue())
			.isEqualTo(second.at("/messages/1/tool_calls/0/id").stringValue())
			.isEqualTo(result.call().id());
		assertThat(this.fake.requests()).extracting(RecordedRequest::streamed).containsOnly(streamed);
	}

	@Test
	void nothingHappensBeforeSubscription() {
		bridge().runTools(REQUEST, WEATHER);
		bridge().streamTools(REQUEST, WEATHER);
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void eachSubscriptionIsARunOfItsOwn() {
		this.fake.enqueue(Reply.text("First."), Reply.text("Second."));
		Mono<ToolRun> run = bridge().runTools(REQUEST, WEATHER);
		assertThat(((ToolRun.Completed) wait(run)).text()).isEqualTo("First.");
		assertThat(((ToolRun.Completed) wait(run)).text()).isEqualTo("Second.");
	}

	@Test
	void callsOfARoundRunAtOnceAndResultsKeepTheirOrder() {
		this.fake.enqueue(call("a").toolCall("meet", "{\"city\":\"b\"}").toolCall("meet", "{\"city\":\"c\"}"),
				Reply.text("Done."));
		CyclicBarrier barrier = new CyclicBarrier(3);
		Tool meet = Tool.of("meet", "Waits for the others", WeatherQuery.class, (query) -> {
			await(barrier);
			return "met " + query.city();
		});
		ToolRun.Completed run = completed(true, bridge(), REQUEST, meet);
		assertThat(run.steps().get(0).results()).extracting(ToolResult::content)
			.containsExactly("met a", "met b", "met c");
		JsonNode second = this.fake.requests().get(1).json();
		assertThat(second.at("/messages/2/content").stringValue()).isEqualTo("met a");
		assertThat(second.at("/messages/4/content").stringValue()).isEqualTo("met c");
	}

	@Test
	void parallelismIsBounded() {
		this.fake.enqueue(call("a").toolCall("meet", "{\"city\":\"b\"}").toolCall("meet", "{\"city\":\"c\"}"),
				Reply.text("Done."));
		AtomicInteger running = new AtomicInteger();
		List<Integer> seen = Collections.synchronizedList(new ArrayList<>());
		Tool meet = Tool.of("meet", "Counts", WeatherQuery.class, (query) -> {
			seen.add(running.incrementAndGet());
			return Mono.delay(Duration.ofMillis(20)).map((tick) -> running.decrementAndGet());
		});
		completed(false, bridge(ToolSettings.DEFAULT.withParallelism(1)), REQUEST, meet);
		assertThat(seen).containsExactly(1, 1, 1);
	}

	@Test
	void failureIsToldToTheModelInShortAndToTheCallerInFull() {
		this.fake.enqueue(call("a"), Reply.text("Sorry."));
		IllegalStateException failure = new IllegalStateException("no such city " + "x".repeat(1000));
		Tool tool = Tool.of("meet", "Fails", WeatherQuery.class, (query) -> {
			throw failure;
		});
		ToolResult result = completed(true, bridge(), REQUEST, tool).steps().get(0).results().get(0);
		assertThat(result.isError()).isTrue();
		assertThat(result.failure()).isSameAs(failure);
		assertThat(result.content()).startsWith("The tool failed: no such city").hasSizeLessThan(400);
		assertThat(this.fake.requests().get(1).json().at("/messages/2/content").stringValue())
			.isEqualTo(result.content());
	}

	@ParameterizedTest
	@ValueSource(strings = { "missing class", "overflow", "reactive" })
	void failuresThatReactorPassesToNobodyAreResultsToo(String kind) {
		this.fake.enqueue(call("a"), Reply.text("Sorry."));
		Tool tool = Tool.of("meet", "Fails", WeatherQuery.class, (query) -> switch (kind) {
			case "missing class" -> throw new NoClassDefFoundError("a/b");
			case "overflow" -> throw new StackOverflowError();
			default -> Mono.error(new IllegalStateException("later"));
		});
		ToolResult result = completed(false, bridge(), REQUEST, tool).steps().get(0).results().get(0);
		assertThat(result.isError()).isTrue();
		assertThat(result.failure()).isNotNull();
	}

	@Test
	void whatCannotBeCalledIsToldToTheModel() {
		AtomicInteger ran = new AtomicInteger();
		Tool tool = Tool.of("meet", "Counts", WeatherQuery.class, (query) -> ran.incrementAndGet());
		this.fake.enqueue(
				Reply.toolCall("read_mind", "{}").toolCall("meet", "{\"town\":1}").toolCall("meet", "{\"city\": \"Par"),
				Reply.text("Sorry."));
		List<ToolResult> results = completed(false, bridge(), REQUEST, tool).steps().get(0).results();
		assertThat(results).extracting(ToolResult::content)
			.containsExactly("There is no tool 'read_mind'. The tools are: meet.",
					"The arguments are not valid: the value lacks the property 'city'; the value has the unknown property"
							+ " 'town'.",
					"The arguments are not a JSON object. Call the tool again with valid arguments.");
		assertThat(results).allMatch(ToolResult::isError);
		assertThat(ran).hasValue(0);
		assertThat(this.fake.requests().get(1).json().at("/messages/1/tool_calls/2/function/arguments").stringValue())
			.as("what is no JSON is not sent back")
			.isEqualTo("{}");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void aModelThatNeverStopsCallingIsStopped(boolean streamed) {
		AtomicInteger ran = new AtomicInteger();
		Tool tool = Tool.of("meet", "Counts", WeatherQuery.class, (query) -> ran.incrementAndGet());
		this.fake.when((request) -> true).always(call("a"));
		ToolRunException failure = failure(() -> completed(streamed, bridge(), REQUEST, tool));
		assertThat(failure.code()).isEqualTo(ErrorCode.TOOL_LIMIT_EXCEEDED);
		assertThat(failure).hasMessageContaining("10 times").hasMessageContaining("together.tools.max-rounds");
		assertThat(failure.steps()).hasSize(10);
		assertThat(this.fake.requests()).hasSize(10);
		assertThat(ran).hasValue(9);
	}

	@Test
	void callsPerToolAndPerRunAreBounded() {
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		this.fake.when((request) -> true)
			.always(call("a").toolCall("meet", "{\"city\":\"b\"}").toolCall("meet", "{\"city\":\"c\"}"));
		ToolRunException perTool = failure(
				() -> completed(false, bridge(ToolSettings.DEFAULT.withMaxCalls(5, 100)), REQUEST, tool));
		assertThat(perTool).hasMessageContaining("together.tools.max-calls-per-tool");
		ToolRunException perRun = failure(
				() -> completed(false, bridge(ToolSettings.DEFAULT.withMaxCalls(100, 8)), REQUEST, tool));
		assertThat(perRun).hasMessageContaining("together.tools.max-calls.");
		assertThat(perRun.steps()).hasSize(3);
		assertThat(perRun.steps().get(2).results()).as("of a round that is too much no call is made").isEmpty();
	}

	@Test
	void aSlowCallIsInterruptedAndToldToTheModel() throws Exception {
		this.fake.enqueue(call("a"), Reply.text("Sorry."));
		CountDownLatch interrupted = new CountDownLatch(1);
		Tool tool = sleeper(new CountDownLatch(1), interrupted).timeout(Duration.ofMillis(50));
		ToolResult result = completed(true, bridge(), REQUEST, tool).steps().get(0).results().get(0);
		assertThat(result.failure()).isInstanceOf(TimeoutException.class);
		assertThat(result.content()).isEqualTo("The tool failed: It did not finish within 50 ms");
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void cancelClosesTheModelsConnection() {
		this.fake.enqueue(Reply.stream().tokens("Well").stall());
		StepVerifier.create(bridge().streamTools(REQUEST, WEATHER))
			.expectNextMatches((event) -> event instanceof ToolEvent.Chunk)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.fake.await(RecordedRequest::closedEarly, PATIENCE)).isNotNull();
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void cancelInterruptsABlockingTool(boolean streamed) throws Exception {
		this.fake.enqueue(call("a"));
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Tool tool = sleeper(started, interrupted);
		Disposable subscription = (streamed ? bridge().streamTools(REQUEST, tool)
				: bridge().runTools(REQUEST, tool).flux())
			.subscribe();
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void cancelReachesAReactiveTool() throws Exception {
		this.fake.enqueue(call("a"));
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch cancelled = new CountDownLatch(1);
		Tool tool = Tool.of("meet", "Never ends", WeatherQuery.class,
				(query) -> Mono.never()
					.doOnSubscribe((subscription) -> started.countDown())
					.doOnCancel(cancelled::countDown));
		Disposable subscription = bridge().runTools(REQUEST, tool).subscribe();
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		subscription.dispose();
		assertThat(cancelled.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void resultsAreToldAsTextOrJson() {
		this.fake.enqueue(Reply.toolCall("text", "{}")
			.toolCall("nothing", "{}")
			.toolCall("mono", "{}")
			.toolCall("empty", "{}")
			.toolCall("flux", "{}")
			.toolCall("record", "")
			.toolCall("future", "{}")
			.toolCall("void", "{}"), Reply.text("Done."));
		ToolRun.Completed run = completed(false, bridge(), REQUEST, Tool.of("text", "?", () -> "plain \"text\""),
				Tool.of("nothing", "?", () -> null), Tool.of("mono", "?", () -> Mono.just(List.of(1, 2))),
				Tool.of("empty", "?", Mono::empty), Tool.of("flux", "?", () -> Flux.just("a", "b")),
				Tool.of("record", "?", () -> new Weather("Nice", 20)),
				Tool.of("future", "?", () -> CompletableFuture.supplyAsync(() -> new Weather("Nice", 20))),
				Tool.of("void", "?", () -> CompletableFuture.completedFuture(null)));
		assertThat(run.steps().get(0).results()).extracting(ToolResult::content)
			.containsExactly("plain \"text\"", "null", "[1,2]", "null", "[\"a\",\"b\"]",
					"{\"city\":\"Nice\",\"degrees\":20}", "{\"city\":\"Nice\",\"degrees\":20}", "null");
	}

	@Test
	void aResultThatIsTooLongIsAFailure() {
		this.fake.enqueue(Reply.toolCall("long", "{}").toolCall("endless", "{}"), Reply.text("Sorry."));
		ToolRun.Completed run = completed(false, bridge(ToolSettings.DEFAULT.withMaxResultLength(100)), REQUEST,
				Tool.of("long", "?", () -> "x".repeat(101)),
				Tool.of("endless", "?", () -> Flux.generate((sink) -> sink.next(1))));
		assertThat(run.steps().get(0).results()).allMatch(ToolResult::isError)
			.extracting(ToolResult::content)
			.allMatch((content) -> content.contains("together.tools.max-result-length"));
	}

	/**
	 * Values that no JSON number has.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "1e999", "-1e999" })
	void aNumberThatIsNoneIsToldToTheModel(String number) {
		this.fake.enqueue(Reply.toolCall("pay", "{\"amount\":" + number + "}"), Reply.text("Sorry."));
		AtomicInteger paid = new AtomicInteger();
		Tool pay = Tool.of("pay", "Pays", Payment.class, (payment) -> paid.incrementAndGet());
		ToolResult result = completed(false, bridge(), REQUEST, pay).steps().get(0).results().get(0);
		assertThat(result.isError()).isTrue();
		assertThat(result.content()).contains("/amount");
		assertThat(paid).hasValue(0);
	}

	/**
	 * Its exponent is beyond any number type.
	 */
	@ParameterizedTest
	@ValueSource(strings = { "1e99999999999999", "1e-99999999999999" })
	void aNumberThatCannotBeReadIsToldToTheModel(String number) {
		this.fake.enqueue(Reply.toolCall("pay", "{\"amount\":" + number + "}"), Reply.text("Sorry."));
		Tool pay = Tool.of("pay", "Pays", Payment.class, (payment) -> "paid");
		ToolResult result = completed(false, bridge(), REQUEST, pay).steps().get(0).results().get(0);
		assertThat(result.isError()).isTrue();
		assertThat(result.content()).contains("not a JSON object");
	}

	@Test
	void toolsNeverRunOnAnEventLoop() {
		this.fake.enqueue(Reply.text("The first call of all reads files."), call("a"), Reply.text("Done."));
		completed(false, bridge(), REQUEST, WEATHER);
		AtomicReference<Boolean> mayBlock = new AtomicReference<>();
		Tool tool = Tool.of("meet", "Blocks", WeatherQuery.class, (query) -> {
			mayBlock.set(!Schedulers.isInNonBlockingThread());
			await(new CyclicBarrier(1));
			return "yes";
		});
		ToolRun run = wait(bridge().runTools(REQUEST, tool).subscribeOn(Schedulers.parallel()));
		assertThat(((ToolRun.Completed) run).steps().get(0).results()).noneMatch(ToolResult::isError);
		assertThat(mayBlock).hasValue(true);
	}

	@Test
	void reactorContextReachesTools() {
		this.fake.enqueue(Reply.toolCall("blocking", "{}").toolCall("reactive", "{}"), Reply.text("Done."));
		Tool blocking = Tool.of("blocking", "?", JsonType.ofSchema(Map.of("type", "object")),
				(arguments, context) -> context.reactor().get("tenant") + context.call().name());
		Tool reactive = Tool.of("reactive", "?",
				() -> Mono.deferContextual((context) -> Mono.just(context.<String>get("tenant"))));
		ToolRun run = wait(bridge().runTools(REQUEST, blocking, reactive)
			.contextWrite((context) -> context.put("tenant", "acme")));
		assertThat(((ToolRun.Completed) run).steps().get(0).results()).extracting(ToolResult::content)
			.containsExactly("acmeblocking", "acme");
	}

	@Test
	void aForcedChoiceIsForTheFirstRoundOnly() {
		this.fake.enqueue(call("a"), Reply.text("Done."));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		completed(false, bridge(), REQUEST.mutate().toolChoice(IRToolChoice.required()).build(), tool);
		assertThat(this.fake.requests().get(0).json().path("tool_choice").stringValue()).isEqualTo("required");
		assertThat(this.fake.requests().get(1).json().has("tool_choice")).isFalse();
		assertThat(this.fake.requests().get(1).json().has("tools")).isTrue();
	}

	@Test
	void toolsAndAResponseFormatNeverTravelInOneRequest() {
		this.fake.enqueue(call("a"), Reply.text("It is fine."), Reply.text("{\"ok\":true}"));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		ToolRun.Completed run = completed(false, bridge(),
				REQUEST.mutate().responseFormat(new IRResponseFormat.JsonObject()).build(), tool);
		assertThat(run.text()).isEqualTo("{\"ok\":true}");
		assertThat(run.messages()).hasSize(4);
		List<JsonNode> sent = this.fake.requests().stream().map(RecordedRequest::json).toList();
		assertThat(sent).extracting((body) -> body.has("tools")).containsExactly(true, true, false);
		assertThat(sent).extracting((body) -> body.has("response_format")).containsExactly(false, false, true);
		assertThat(sent.get(2).path("messages").size()).as("the free text is asked for in another form").isEqualTo(3);
	}

	@Test
	void callsWithoutAnIdOfTheirOwnGetOne() {
		this.fake.enqueue(Reply
			.json("""
					{"id":"1","object":"chat.completion","choices":[{"index":0,"finish_reason":"tool_calls","message":{
					 "role":"assistant","content":null,"tool_calls":[
					  {"index":0,"id":"","type":"function","function":{"name":"meet","arguments":"{\\"city\\":\\"a\\"}"}},
					  {"index":1,"id":"same","type":"function","function":{"name":"meet","arguments":"{\\"city\\":\\"b\\"}"}},
					  {"index":2,"id":"same","type":"function","function":{"name":"meet","arguments":"{\\"city\\":\\"c\\"}"}}]}}]}"""),
				Reply.text("Done."));
		Tool tool = Tool.of("meet", "Says the city", WeatherQuery.class, WeatherQuery::city);
		completed(false, bridge(), REQUEST, tool);
		JsonNode messages = this.fake.requests().get(1).json().path("messages");
		List<String> asked = new ArrayList<>();
		messages.get(1).path("tool_calls").forEach((call) -> asked.add(call.path("id").stringValue()));
		assertThat(asked).doesNotHaveDuplicates().doesNotContain("");
		for (int i = 0; i < 3; i++) {
			assertThat(messages.get(2 + i).path("tool_call_id").stringValue()).isEqualTo(asked.get(i));
			assertThat(messages.get(2 + i).path("content").stringValue()).isEqualTo("abc".substring(i, i + 1));
		}
	}

	@Test
	void reasoningIsReplayedUnlessTheModelIsExempt() {
		this.fake.when((request) -> true)
			.reply(call("a").reasoning("Hm."), Reply.text("Done."), call("a").reasoning("Hm."), Reply.text("Done."));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		completed(true, bridge(ToolSettings.DEFAULT.withoutReasoning("other/model")), REQUEST, tool);
		completed(true, bridge(ToolSettings.DEFAULT.withoutReasoning("meta-llama/*")), REQUEST, tool);
		assertThat(this.fake.requests().get(1).json().at("/messages/1/reasoning").stringValue()).isEqualTo("Hm.");
		assertThat(this.fake.requests().get(3).json().at("/messages/1").has("reasoning")).isFalse();
	}

	@Test
	void eventsTellWhatHappens() {
		this.fake.enqueue(call("a"), Reply.text("Well done."));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		List<ToolEvent> events = wait(bridge().streamTools(REQUEST, tool).collectList());
		assertThat(events.get(0)).isInstanceOfSatisfying(ToolEvent.Chunk.class,
				(chunk) -> assertThat(chunk.chunk()).isInstanceOf(IRStreamChunk.Start.class));
		int started = indexOf(events, ToolEvent.CallStarted.class);
		int finished = indexOf(events, ToolEvent.CallFinished.class);
		assertThat(started).isPositive();
		assertThat(finished).isEqualTo(started + 1);
		assertThat(events.subList(0, started))
			.allMatch((event) -> event instanceof ToolEvent.Chunk chunk && chunk.round() == 1);
		assertThat(events.subList(finished + 1, events.size() - 1))
			.allMatch((event) -> event instanceof ToolEvent.Chunk chunk && chunk.round() == 2);
		assertThat(events.get(events.size() - 1)).isInstanceOf(ToolEvent.RunFinished.class);
	}

	@Test
	void eventsFollowDemand() {
		this.fake.enqueue(call("a"), Reply.text("Well done."));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		StepVerifier.create(bridge().streamTools(REQUEST, tool), 1)
			.expectNextCount(1)
			.thenRequest(2)
			.expectNextCount(2)
			.thenRequest(Long.MAX_VALUE)
			.thenConsumeWhile((event) -> !(event instanceof ToolEvent.RunFinished))
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void theErrorTravelsBetweenProcesses() throws Exception {
		this.fake.when((request) -> true).always(call("a"));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		ToolRunException failure = failure(() -> completed(false, bridge(), REQUEST, tool));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(failure);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			ToolRunException copy = (ToolRunException) input.readObject();
			assertThat(copy.code()).isEqualTo(ErrorCode.TOOL_LIMIT_EXCEEDED);
			assertThat(copy.steps()).isEmpty();
			assertThat(copy.pending()).isNull();
		}
	}

	@Test
	void failuresOfTheProviderPassAsTheyAre() {
		this.fake.enqueue(call("a"), Reply.status(503).error("service_unavailable", "Full"));
		Tool tool = Tool.of("meet", "Says yes", WeatherQuery.class, (query) -> "yes");
		assertThatExceptionOfType(ProviderException.class).isThrownBy(() -> completed(true, bridge(), REQUEST, tool));
	}

	@Test
	void requestsThatMakeNoSenseAreRefused() {
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> completed(false, bridge(), REQUEST))
			.withMessageContaining("at least one tool");
		assertThatExceptionOfType(ValidationException.class).isThrownBy(
				() -> completed(false, bridge(), REQUEST.mutate().tool(new IRTool("x", "", Map.of())).build(), WEATHER))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("request.tools"));
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> completed(false, bridge(),
					REQUEST.mutate().parameters((parameters) -> parameters.n(2)).build(), WEATHER))
			.satisfies((ex) -> assertThat(ex.field()).isEqualTo("request.parameters.n"));
		assertThatIllegalArgumentException().isThrownBy(() -> bridge().runTools(REQUEST, WEATHER, WEATHER))
			.withMessageContaining("get_weather");
		assertThatIllegalArgumentException().isThrownBy(() -> Tool.of("get weather", "?", () -> "x"));
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void nothingThatIsSaidIsInTexts() {
		this.fake.enqueue(call("secret-city"), Reply.text("secret-response"));
		Tool tool = Tool.of("meet", "?", WeatherQuery.class, (query) -> "secret-result");
		ToolRun.Completed run = completed(false, bridge(), REQUEST, tool);
		assertThat(run.toString() + run.steps() + run.request() + run.steps().get(0).results()).doesNotContain("secret")
			.doesNotContain("umbrella");
	}

	private Bridge bridge() {
		return bridge(ToolSettings.DEFAULT);
	}

	private Bridge bridge(ToolSettings settings) {
		return Bridge.builder(this.together).toolSettings(settings).build();
	}

	private static CompletionReply call(String city) {
		return Reply.toolCall("meet", "{\"city\":\"" + city + "\"}");
	}

	private static Tool sleeper(CountDownLatch started, CountDownLatch interrupted) {
		return Tool.of("meet", "Sleeps", WeatherQuery.class, (query) -> {
			started.countDown();
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return "slept";
		});
	}

	private static ToolRun.Completed completed(boolean streamed, Bridge bridge, IRChatRequest request, Tool... tools) {
		ToolRun run = streamed ? wait(bridge.streamTools(request, tools)
			.ofType(ToolEvent.RunFinished.class)
			.map(ToolEvent.RunFinished::run)
			.single()) : wait(bridge.runTools(request, tools));
		return (ToolRun.Completed) run;
	}

	private static ToolRunException failure(ThrowingCallable call) {
		return Objects.requireNonNull(catchThrowableOfType(ToolRunException.class, call));
	}

	private static <T> T wait(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(PATIENCE));
	}

	private static int indexOf(List<ToolEvent> events, Class<?> type) {
		return events.indexOf(events.stream().filter(type::isInstance).findFirst().orElseThrow());
	}

	private static void await(CyclicBarrier barrier) {
		try {
			barrier.await(10, TimeUnit.SECONDS);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	record WeatherQuery(String city) {

	}

	record Weather(String city, int degrees) {

	}

	record Payment(double amount) {

	}

}
