package ai.matey.object;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import tools.jackson.databind.JsonNode;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRWarning;
import ai.matey.schema.JsonMismatchException;
import ai.matey.schema.JsonType;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.RecordedRequest;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;
import ai.matey.tool.Tool;
import ai.matey.tool.ToolRunException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/**
 * Typed responses, seen from the caller and from the server.
 */
@FakeTogetherTest
class ObjectTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final IRChatRequest REQUEST = IRChatRequest.builder()
		.model("meta-llama/Llama-3.3-70B-Instruct-Turbo")
		.user("A short trip in France")
		.build();

	private static final String NICE = "{\"city\":\"Nice\",\"days\":3,\"from\":\"2026-05-01\",\"sights\":[\"Sea\",\"Old town\"]}";

	private static final Trip TRIP = new Trip("Nice", 3, LocalDate.of(2026, 5, 1), List.of("Sea", "Old town"));

	private static final Reply REFUSAL = Reply.status(400)
		.error("invalid_request_error", "contains features not supported by xgrammar");

	private final FakeTogether fake;

	private TogetherAIBackendAdapter together;

	ObjectTests(FakeTogether fake) {
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

	@Test
	void modelIsAskedByASchemaInTheRequestAndInThePrompt() {
		this.fake.enqueue(Reply.text(NICE));
		assertThat(wait(bridge().generateObject(REQUEST, Trip.class))).isEqualTo(TRIP);
		JsonNode body = this.fake.requests().get(0).json();
		JsonNode schema = body.at("/response_format/json_schema");
		assertThat(schema.path("name").stringValue()).isEqualTo("Trip");
		assertThat(schema.at("/schema/properties/days/type").stringValue()).isEqualTo("integer");
		assertThat(body.at("/messages/0/role").stringValue()).isEqualTo("system");
		assertThat(body.at("/messages/0/content").stringValue()).contains("\"days\":{\"type\":\"integer\"}");
		assertThat(body.path("messages").size()).isEqualTo(2);
	}

	@Test
	void instructionJoinsTheSystemMessageThatIsThere() {
		this.fake.enqueue(Reply.text(NICE), Reply.text(NICE));
		IRChatRequest request = IRChatRequest.builder().model(REQUEST.model()).system("Be kind.").user("Go").build();
		wait(bridge().generateObject(request, Trip.class));
		wait(bridge(ObjectSettings.DEFAULT.withSchemaInPrompt(false)).generateObject(request, Trip.class));
		JsonNode messages = this.fake.requests().get(0).json().path("messages");
		assertThat(messages.size()).isEqualTo(2);
		assertThat(messages.at("/0/content").stringValue()).startsWith("Be kind.\n\n").contains("JSON schema");
		assertThat(this.fake.requests().get(1).json().at("/messages/0/content").stringValue()).isEqualTo("Be kind.");
	}

	@Test
	void listsAndOtherValuesAreWrapped() {
		this.fake.enqueue(Reply.text("{\"value\":[" + NICE + "," + NICE + "]}"), Reply.text("{\"value\":7}"));
		assertThat(wait(bridge().generateList(REQUEST, Trip.class))).containsExactly(TRIP, TRIP);
		assertThat(wait(bridge().generateObject(REQUEST, Integer.class))).isEqualTo(7);
	}

	@ParameterizedTest
	@ValueSource(strings = { "```json\n%s\n```", "Sure! Here it is:\n%s\nHave fun.", "<think>{\"city\":1}</think>%s",
			"As asked [in French]: %s" })
	void jsonIsFoundAmongOtherWords(String text) {
		this.fake.enqueue(Reply.text(text.formatted(NICE)));
		assertThat(wait(bridge().generateObject(REQUEST, Trip.class))).isEqualTo(TRIP);
	}

	@Test
	void aModelThatRefusesSchemasIsAskedByAToolAndThenByThePrompt() {
		this.fake.enqueue(REFUSAL, Reply.toolCall("respond", NICE).usage(10, 5));
		ObjectResponse<Trip> byTool = wait(bridge().generateObjectResponse(REQUEST, Trip.class));
		assertThat(byTool.object()).isEqualTo(TRIP);
		assertThat(byTool.response().metadata().warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.category()).isEqualTo(IRWarning.Category.PARAMETER_UNSUPPORTED);
			assertThat(warning.message()).contains("JSON_SCHEMA").contains("TOOL").contains("together.objects.mode");
		});
		JsonNode body = this.fake.requests().get(1).json();
		assertThat(body.at("/tool_choice/function/name").stringValue()).isEqualTo("respond");
		assertThat(body.has("response_format")).isFalse();

		this.fake.enqueue(REFUSAL, REFUSAL, Reply.text(NICE));
		ObjectResponse<Trip> byPrompt = wait(bridge().generateObjectResponse(REQUEST, Trip.class));
		assertThat(byPrompt.object()).isEqualTo(TRIP);
		assertThat(byPrompt.response().metadata().warnings()).hasSize(2);
		JsonNode prompt = this.fake.requests().get(4).json();
		assertThat(prompt.has("tools") || prompt.has("response_format")).isFalse();
		assertThat(prompt.at("/messages/0/content").stringValue()).contains("JSON schema");
	}

	@Test
	void aRequestThatIsWrongForAnotherReasonFailsAsItDoes() {
		this.fake.enqueue(REFUSAL, REFUSAL, REFUSAL);
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> wait(bridge().generateObject(REQUEST, Trip.class)))
			.satisfies((ex) -> assertThat(ex.status()).isEqualTo(400));
		assertThat(this.fake.requests()).hasSize(3);
	}

	/**
	 * The second call of a model that refused schemas pays for no refused request.
	 */
	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void whatAModelRefusedIsRemembered(boolean streamed) {
		Bridge bridge = bridge();
		this.fake.enqueue(REFUSAL, REFUSAL, Reply.text(NICE), Reply.text(NICE), Reply.text(NICE));
		assertThat(warnings(bridge, streamed, REQUEST)).hasSize(2);
		assertThat(warnings(bridge, streamed, REQUEST)).as("the caller is told each time").hasSize(2);
		assertThat(modes()).containsExactly("schema", "tool", "prompt", "prompt");

		IRChatRequest other = REQUEST.mutate().model("Qwen/Qwen3-235B-A22B-Instruct-2507-tput").build();
		assertThat(warnings(bridge, streamed, other)).as("another model").isEmpty();
		this.fake.enqueue(Reply.text("{\"value\":[]}"));
		assertThat(wait(bridge.generateList(REQUEST, Trip.class))).isEmpty();
		this.fake.enqueue(Reply.text(NICE));
		assertThat(warnings(bridge(), streamed, REQUEST)).as("another client").isEmpty();
		assertThat(modes()).endsWith("schema", "schema", "schema");
	}

	@Test
	void aRefusedToolIsRememberedToo() {
		Bridge bridge = bridge();
		this.fake.enqueue(REFUSAL, Reply.toolCall("respond", NICE), REFUSAL, Reply.text(NICE), Reply.text(NICE));
		for (int i = 0; i < 3; i++) {
			assertThat(wait(bridge.generateObject(REQUEST, Trip.class))).isEqualTo(TRIP);
		}
		assertThat(modes()).containsExactly("schema", "tool", "tool", "prompt", "prompt");
	}

	@Test
	void aRequestThatIsWrongInEachModeTeachesNothing() {
		Bridge bridge = bridge();
		this.fake.enqueue(REFUSAL, REFUSAL, REFUSAL, Reply.text(NICE));
		assertThat(catchThrowable(() -> wait(bridge.generateObject(REQUEST, Trip.class)))).isNotNull();
		assertThat(wait(bridge.generateObject(REQUEST, Trip.class))).isEqualTo(TRIP);
		assertThat(modes()).containsExactly("schema", "tool", "prompt", "schema");
	}

	@Test
	void theMemoryCanBeSwitchedOff() {
		Bridge bridge = bridge(ObjectSettings.DEFAULT.withRefusalTtl(Duration.ZERO));
		this.fake.enqueue(REFUSAL, Reply.toolCall("respond", NICE), Reply.text(NICE));
		wait(bridge.generateObject(REQUEST, Trip.class));
		wait(bridge.generateObject(REQUEST, Trip.class));
		assertThat(modes()).containsExactly("schema", "tool", "schema");
	}

	@ParameterizedTest
	@ValueSource(ints = { 401, 404 })
	void otherFailuresAreNoRefusals(int status) {
		this.fake.enqueue(Reply.status(status).error("invalid_request_error", "No", "model_not_available"));
		assertThat(catchThrowable(() -> wait(bridge().generateObject(REQUEST, Trip.class)))).isNotNull();
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void theModeCanBeChosen() {
		this.fake.enqueue(Reply.toolCall("respond", NICE), Reply.text(NICE));
		wait(bridge(ObjectSettings.DEFAULT.withMode(ObjectMode.TOOL)).generateObject(REQUEST, Trip.class));
		wait(bridge(ObjectSettings.DEFAULT.withMode(ObjectMode.PROMPT)).generateObject(REQUEST, Trip.class));
		assertThat(this.fake.requests()).extracting((request) -> request.json().has("tools"))
			.containsExactly(true, false);
	}

	@Test
	void aModelThatDoesNotHeedTheToolMaySayIt() {
		this.fake.enqueue(Reply.text(NICE));
		assertThat(wait(bridge(ObjectSettings.DEFAULT.withMode(ObjectMode.TOOL)).generateObject(REQUEST, Trip.class)))
			.isEqualTo(TRIP);
	}

	@Test
	void aModelIsToldOnceWhatWasWrong() {
		this.fake.enqueue(Reply.text(NICE.replace("3", "\"three\"")).usage(10, 10), Reply.text(NICE).usage(30, 10));
		ObjectResponse<Trip> response = wait(bridge().generateObjectResponse(REQUEST, Trip.class));
		assertThat(response.object()).isEqualTo(TRIP);
		assertThat(Objects.requireNonNull(response.totals().usage()).totalTokens()).isEqualTo(60);
		JsonNode repair = this.fake.requests().get(1).json();
		assertThat(repair.at("/messages/2/content").stringValue()).contains("three");
		assertThat(repair.at("/messages/3/role").stringValue()).isEqualTo("user");
		assertThat(repair.at("/messages/3/content").stringValue()).contains("/days must be of type \"integer\"");
		assertThat(repair.has("response_format")).isTrue();
	}

	@Test
	void aToolIsRepairedByItsResult() {
		this.fake.enqueue(Reply.toolCall("respond", "{\"city\":"), Reply.toolCall("respond", NICE));
		assertThat(wait(bridge(ObjectSettings.DEFAULT.withMode(ObjectMode.TOOL)).generateObject(REQUEST, Trip.class)))
			.isEqualTo(TRIP);
		JsonNode messages = this.fake.requests().get(1).json().path("messages");
		assertThat(messages.at("/1/tool_calls/0/function/arguments").stringValue()).isEqualTo("{}");
		assertThat(messages.at("/2/role").stringValue()).isEqualTo("tool");
		assertThat(messages.at("/2/content").stringValue()).contains("not a JSON object");
	}

	@Test
	void whatStaysWrongIsAClearErrorWithTheText() {
		String wrong = NICE.replace("3", "\"secret\"");
		this.fake.when((request) -> true).always(Reply.text(wrong));
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> wait(bridge().generateObject(REQUEST, Trip.class)))
			.withMessage("The model's response is not a valid Trip: /days must be of type \"integer\".")
			.satisfies((ex) -> {
				assertThat(ex.text()).isEqualTo(wrong);
				assertThat(ex.code()).isEqualTo(ErrorCode.INVALID_OBJECT);
				assertThat(ex.problems()).hasSize(1);
			});
		assertThat(this.fake.requests()).hasSize(2);
		assertThatExceptionOfType(ObjectMismatchException.class).isThrownBy(
				() -> wait(bridge(ObjectSettings.DEFAULT.withRepairRounds(0)).generateObject(REQUEST, Trip.class)));
		assertThat(this.fake.requests()).as("repair can be switched off").hasSize(3);
	}

	@Test
	void theErrorTravelsBetweenProcesses() throws Exception {
		this.fake.when((request) -> true).always(Reply.text("{\"city\":1}"));
		ObjectMismatchException failure = Objects.requireNonNull(catchThrowableOfType(ObjectMismatchException.class,
				() -> wait(bridge().generateObject(REQUEST, Trip.class))));
		ByteArrayOutputStream bytes = new ByteArrayOutputStream();
		try (ObjectOutputStream output = new ObjectOutputStream(bytes)) {
			output.writeObject(failure);
		}
		try (ObjectInputStream input = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
			ObjectMismatchException copy = (ObjectMismatchException) input.readObject();
			assertThat(copy.problems()).isEqualTo(failure.problems()).isNotEmpty();
			assertThat(copy.text()).isEqualTo(failure.text());
			assertThat(copy.response()).isNull();
			assertThat(((JsonMismatchException) Objects.requireNonNull(copy.getCause())).problems()).isNotEmpty();
		}
	}

	@Test
	void aResponseThatWasCutIsNotRepaired() {
		this.fake.enqueue(Reply.text("{\"city\":\"Ni").finishReason("length"));
		assertThatExceptionOfType(ObjectMismatchException.class)
			.isThrownBy(() -> wait(bridge().generateObject(REQUEST, Trip.class)))
			.withMessageContaining("cut at a token limit");
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void aValidatorHasTheLastWord() {
		this.fake.enqueue(Reply.text(NICE.replace("3", "300")), Reply.text(NICE));
		ObjectValidator validator = (object) -> (((Trip) object).days() > 30) ? List.of("/days must be at most 30")
				: List.of();
		Bridge bridge = Bridge.builder(this.together).objectValidator(validator).build();
		assertThat(wait(bridge.generateObject(REQUEST, Trip.class))).isEqualTo(TRIP);
		assertThat(this.fake.requests().get(1).json().at("/messages/3/content").stringValue())
			.contains("/days must be at most 30");
	}

	@ParameterizedTest
	@ValueSource(booleans = { false, true })
	void toolsRunFirstAndWithoutTheSchema(boolean streamed) {
		this.fake.enqueue(Reply.toolCall("tip", "{}").usage(10, 1), Reply.text("Go to Nice.").usage(10, 1),
				Reply.text(NICE).usage(10, 1));
		Tool tip = Tool.of("tip", "A tip", () -> "Nice");
		if (streamed) {
			assertThat(bridge().streamObject(REQUEST, Trip.class, tip).blockLast(PATIENCE)).isEqualTo(TRIP);
		}
		else {
			ObjectResponse<Trip> response = wait(bridge().generateObjectResponse(REQUEST, Trip.class, tip));
			assertThat(response.object()).isEqualTo(TRIP);
			assertThat(Objects.requireNonNull(response.totals().usage()).totalTokens()).isEqualTo(33);
		}
		List<JsonNode> sent = this.fake.requests().stream().map(RecordedRequest::json).toList();
		assertThat(sent).extracting((body) -> body.has("tools")).containsExactly(true, true, false);
		assertThat(sent).extracting((body) -> body.has("response_format")).containsExactly(false, false, true);
		assertThat(sent.get(2).at("/messages/3/content").stringValue()).isEqualTo("Nice");
		assertThat(sent.get(2).path("messages").size()).isEqualTo(4);
	}

	@Test
	void aToolThatNeedsAnApprovalIsAnErrorThatHasTheRun() {
		this.fake.enqueue(Reply.toolCall("tip", "{}"));
		assertThatExceptionOfType(ToolRunException.class)
			.isThrownBy(() -> wait(bridge().generateObject(REQUEST, Trip.class,
					Tool.of("tip", "A tip", () -> "Nice").needsApproval())))
			.satisfies((ex) -> {
				assertThat(ex.code()).isEqualTo(ErrorCode.TOOL_APPROVAL_REQUIRED);
				assertThat(Objects.requireNonNull(ex.pending()).openCalls()).hasSize(1);
			});
	}

	@Test
	void objectGrows() {
		this.fake.enqueue(Reply.stream()
			.tokens("{\"city\": \"Ni ce\", \"days\": 31, \"from\": \"2026-05-01\", \"sights\": [\"Sea\", \"Old town\"]}")
			.finish("stop")
			.done());
		List<Trip> trips = Objects
			.requireNonNull(bridge().streamObject(REQUEST, Trip.class).collectList().block(PATIENCE));
		assertThat(trips).hasSizeGreaterThan(3).doesNotHaveDuplicates();
		assertThat(trips).extracting(Trip::days).containsOnly(0, 31);
		assertThat(trips).extracting(Trip::from).containsOnly(null, LocalDate.of(2026, 5, 1));
		assertThat(trips.get(trips.size() - 1))
			.isEqualTo(new Trip("Ni ce", 31, LocalDate.of(2026, 5, 1), List.of("Sea", "Old town")));
	}

	@Test
	void aToolsArgumentsGrowToo() {
		this.fake.enqueue(REFUSAL, Reply.toolCall("respond", NICE).pace(Duration.ofMillis(1)));
		StepVerifier.create(bridge().streamObject(REQUEST, Trip.class).takeLast(1))
			.expectNext(TRIP)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void aStreamThatIsRefusedTellsItsCaller() {
		this.fake.enqueue(REFUSAL, REFUSAL, Reply.text(NICE).usage(10, 5));
		List<ObjectEvent<Trip>> events = Objects
			.requireNonNull(bridge().streamObjectEvents(REQUEST, Trip.class).collectList().block(PATIENCE));
		ObjectResponse<Trip> response = completed(events);
		assertThat(response.object()).isEqualTo(TRIP);
		assertThat(response.repairs()).isZero();
		assertThat(response.response().metadata().warnings()).extracting(IRWarning::field)
			.containsExactly("response_format", "tool_choice");
		assertThat(events).hasSizeGreaterThan(1)
			.last()
			.isInstanceOf(ObjectEvent.Completed.class)
			.asString()
			.doesNotContain("Nice");
		assertThat(modes()).containsExactly("schema", "tool", "prompt");
	}

	/**
	 * What was shown is not taken back, piece by piece: the repair comes as a whole.
	 */
	@Test
	void aStreamThatEndsWrongIsRepaired() {
		this.fake.enqueue(Reply.stream().tokens(NICE.replace("3", "\"three\"")).finish("stop").usage(10, 10).done(),
				Reply.stream().tokens(NICE).finish("stop").usage(30, 10).done());
		List<ObjectEvent<Trip>> events = Objects
			.requireNonNull(bridge().streamObjectEvents(REQUEST, Trip.class).collectList().block(PATIENCE));
		ObjectResponse<Trip> response = completed(events);
		assertThat(response.object()).isEqualTo(TRIP);
		assertThat(response.repairs()).isOne();
		assertThat(Objects.requireNonNull(response.totals().usage()).totalTokens()).isEqualTo(60);
		assertThat(events.subList(0, events.size() - 1)).isNotEmpty().allSatisfy((event) -> {
			assertThat(event).isInstanceOf(ObjectEvent.Partial.class);
			assertThat(event.object().days()).as("of the first response").isZero();
		});
		assertThat(this.fake.requests()).hasSize(2);
		JsonNode repair = this.fake.requests().get(1).json();
		assertThat(repair.at("/messages/3/content").stringValue()).contains("/days must be of type \"integer\"");
		assertThat(repair.path("stream").booleanValue()).isTrue();
	}

	@Test
	void aRepairGrowsIfNothingWasShownBefore() {
		this.fake.enqueue(Reply.text("I cannot do that."),
				Reply.stream().tokens("{\"city\": \"Nice\", \"days\": 3, \"sights\": []}").finish("stop").done());
		List<Trip> trips = Objects
			.requireNonNull(bridge().streamObject(REQUEST, Trip.class).collectList().block(PATIENCE));
		assertThat(trips).hasSizeGreaterThan(1).last().isEqualTo(new Trip("Nice", 3, null, List.of()));
	}

	@Test
	void aRefusedRepairIsNoOtherMode() {
		this.fake.enqueue(Reply.text("{}"), REFUSAL);
		StepVerifier.create(bridge().streamObject(REQUEST, Trip.class))
			.expectError(ValidationException.class)
			.verify(PATIENCE);
		assertThat(modes()).containsExactly("schema", "schema");
	}

	@Test
	void aStreamThatWasCutIsNotRepaired() {
		this.fake.enqueue(Reply.text("{\"city\":\"Ni").finishReason("length"));
		StepVerifier.create(bridge().streamObject(REQUEST, Trip.class))
			.thenConsumeWhile((trip) -> true)
			.expectErrorMatches((failure) -> failure instanceof ObjectMismatchException)
			.verify(PATIENCE);
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void aStreamThatStaysWrongIsAnError() {
		this.fake.when((request) -> true).always(Reply.text("{\"city\":\"Nice\"}"));
		StepVerifier.create(bridge().streamObject(REQUEST, Trip.class))
			.thenConsumeWhile((trip) -> true)
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(ObjectMismatchException.class)
				.hasMessageContaining("lacks the property 'days'"))
			.verify(PATIENCE);
	}

	@ParameterizedTest
	@ValueSource(strings = { "first", "refused", "repair", "tools" })
	void cancelEndsTheCallInEachPhase(String phase) {
		Reply stall = Reply.stream().tokens("{\"city\":").stall();
		switch (phase) {
			case "refused" -> this.fake.enqueue(REFUSAL, stall);
			case "repair" -> this.fake.enqueue(Reply.text("No."), stall);
			default -> this.fake.enqueue(stall);
		}
		Tool[] tools = phase.equals("tools") ? new Tool[] { Tool.of("tip", "A tip", () -> "Nice") } : new Tool[0];
		Disposable call = bridge().streamObject(REQUEST, Trip.class, tools).subscribe();
		int last = (phase.equals("first") || phase.equals("tools")) ? 1 : 2;
		assertThat(this.fake.await((request) -> this.fake.requests().size() == last, PATIENCE)).isNotNull();
		call.dispose();
		assertThat(this.fake.await(RecordedRequest::closedEarly, PATIENCE)).isNotNull();
		assertThat(this.fake.requests()).hasSize(last);
	}

	@Test
	void cancelInterruptsAValidator() throws Exception {
		this.fake.enqueue(Reply.text(NICE));
		CountDownLatch started = new CountDownLatch(1);
		CountDownLatch interrupted = new CountDownLatch(1);
		Bridge bridge = Bridge.builder(this.together).objectValidator((object) -> {
			started.countDown();
			try {
				Thread.sleep(60_000);
			}
			catch (InterruptedException ex) {
				interrupted.countDown();
			}
			return List.of();
		}).build();
		Disposable call = bridge.streamObject(REQUEST, Trip.class).subscribe();
		assertThat(started.await(10, TimeUnit.SECONDS)).isTrue();
		call.dispose();
		assertThat(interrupted.await(10, TimeUnit.SECONDS)).isTrue();
	}

	@Test
	void objectsFollowDemand() {
		this.fake
			.enqueue(Reply.stream().tokens("{\"city\": \"Ni ce\", \"days\": 3, \"sights\": []}").finish("stop").done());
		StepVerifier.create(bridge().streamObject(REQUEST, Trip.class), 1)
			.expectNextCount(1)
			.thenRequest(1)
			.expectNextCount(1)
			.thenRequest(Long.MAX_VALUE)
			.thenConsumeWhile((trip) -> true)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void requestsThatMakeNoSenseAreRefused() {
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> wait(bridge()
			.generateObject(REQUEST.mutate().responseFormat(new IRResponseFormat.JsonObject()).build(), Trip.class)));
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> wait(bridge()
			.generateObject(REQUEST.mutate().parameters((parameters) -> parameters.n(2)).build(), Trip.class)));
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void nothingHappensBeforeSubscription() {
		bridge().generateObject(REQUEST, Trip.class);
		bridge().streamObject(REQUEST, Trip.class);
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void aSchemaOfOnesOwnNeedsNoJavaType() {
		this.fake.enqueue(Reply.text("{\"n\":1}"));
		JsonType<Map<String, @Nullable Object>> type = JsonType
			.ofSchema(Map.of("type", "object", "properties", Map.of("n", Map.of("type", "integer"))));
		assertThat(wait(bridge().generateObject(REQUEST, type))).containsEntry("n", 1);
	}

	private Bridge bridge() {
		return bridge(ObjectSettings.DEFAULT);
	}

	private Bridge bridge(ObjectSettings settings) {
		return Bridge.builder(this.together).objectSettings(settings).build();
	}

	private static List<IRWarning> warnings(Bridge bridge, boolean streamed, IRChatRequest request) {
		ObjectResponse<Trip> response = streamed
				? completed(bridge.streamObjectEvents(request, Trip.class).collectList().block(PATIENCE))
				: wait(bridge.generateObjectResponse(request, Trip.class));
		assertThat(response.object()).isEqualTo(TRIP);
		return response.response().metadata().warnings();
	}

	private static ObjectResponse<Trip> completed(@Nullable List<ObjectEvent<Trip>> events) {
		List<ObjectEvent<Trip>> all = Objects.requireNonNull(events);
		return ((ObjectEvent.Completed<Trip>) all.get(all.size() - 1)).response();
	}

	/**
	 * How the model was asked, request by request.
	 */
	private List<String> modes() {
		return this.fake.requests()
			.stream()
			.map(RecordedRequest::json)
			.map((body) -> body.has("response_format") ? "schema" : body.has("tool_choice") ? "tool" : "prompt")
			.toList();
	}

	private static <T> T wait(Mono<T> mono) {
		return Objects.requireNonNull(mono.block(PATIENCE));
	}

	record Trip(String city, int days, @Nullable LocalDate from, List<String> sights) {

	}

}
