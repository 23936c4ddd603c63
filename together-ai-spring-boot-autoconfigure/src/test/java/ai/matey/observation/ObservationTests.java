package ai.matey.observation;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import io.micrometer.observation.tck.TestObservationRegistryAssert.TestObservationRegistryAssertReturningObservationContextAssert;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import reactor.core.publisher.Mono;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.errors.StreamException;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRResponseFormat;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static io.micrometer.observation.tck.TestObservationRegistryAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

@FakeTogetherTest
class ObservationTests {

	private static final String NAME = "gen_ai.client.operation.duration";

	@Test
	void describesAPlainCall(FakeTogether fake) {
		fake.enqueue(Reply.text("Hi there").usage(7, 3));
		try (Observed observed = new Observed(fake)) {
			observed.bridge
				.chat(IRChatRequest.of("Hello!")
					.mutate()
					.parameters((parameters) -> parameters.maxTokens(50).temperature(0.5))
					.build())
				.block(Observed.TIMEOUT);
			single(observed).hasBeenStarted()
				.hasBeenStopped()
				.hasContextualNameEqualTo("chat " + Observed.MODEL)
				.hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
				.hasLowCardinalityKeyValue("gen_ai.provider.name", "together_ai")
				.hasLowCardinalityKeyValue("gen_ai.request.model", Observed.MODEL)
				.hasLowCardinalityKeyValue("gen_ai.response.model", Observed.MODEL)
				.hasLowCardinalityKeyValue("server.address", "localhost")
				.hasLowCardinalityKeyValue("error.type", "none")
				.hasLowCardinalityKeyValue("outcome", "success")
				.hasHighCardinalityKeyValue("server.port", String.valueOf(fake.port()))
				.hasHighCardinalityKeyValue("together.client", "default")
				.hasHighCardinalityKeyValue("gen_ai.request.max_tokens", "50")
				.hasHighCardinalityKeyValue("gen_ai.request.temperature", "0.5")
				.hasHighCardinalityKeyValue("gen_ai.request.stream", "false")
				.hasHighCardinalityKeyValue("gen_ai.response.finish_reasons", "stop")
				.hasHighCardinalityKeyValue("gen_ai.usage.input_tokens", "7")
				.hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "3")
				.hasHighCardinalityKeyValueWithKey("gen_ai.response.id")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.input.messages")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.messages")
				.doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.response.time_to_first_chunk");
		}
	}

	@ParameterizedTest
	@MethodSource("formats")
	void tellsWhatFormTheResponseHas(IRResponseFormat format, String type, FakeTogether fake) {
		fake.enqueue(Reply.text("{}"));
		try (Observed observed = new Observed(fake)) {
			observed.bridge.chat(IRChatRequest.of("Hello!").mutate().responseFormat(format).build())
				.block(Observed.TIMEOUT);
			single(observed).hasHighCardinalityKeyValue("gen_ai.output.type", type);
		}
	}

	static Stream<Arguments> formats() {
		return Stream.of(Arguments.of(new IRResponseFormat.Text(), "text"),
				Arguments.of(new IRResponseFormat.Regex("a|b"), "text"),
				Arguments.of(new IRResponseFormat.JsonObject(), "json"),
				Arguments.of(new IRResponseFormat.JsonSchema("n", Map.of("type", "object")), "json"));
	}

	@Test
	void describesAStream(FakeTogether fake) {
		fake.enqueue(Reply.text("Hi there").usage(7, 3));
		try (Observed observed = new Observed(fake)) {
			observed.stream();
			single(observed).hasBeenStopped()
				.hasLowCardinalityKeyValue("gen_ai.response.model", Observed.MODEL)
				.hasLowCardinalityKeyValue("outcome", "success")
				.hasHighCardinalityKeyValue("gen_ai.request.stream", "true")
				.hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "3")
				.hasHighCardinalityKeyValueWithKey("gen_ai.response.time_to_first_chunk");
		}
	}

	@Test
	void namesTheErrorOfAPlainCall(FakeTogether fake) {
		fake.enqueue(Reply.status(400).error("invalid_request_error", "No"));
		try (Observed observed = new Observed(fake)) {
			assertThatExceptionOfType(ValidationException.class).isThrownBy(observed::ask);
			single(observed).hasBeenStopped()
				.hasError()
				.hasLowCardinalityKeyValue("error.type", "invalid_request")
				.hasLowCardinalityKeyValue("outcome", "error");
		}
	}

	@Test
	void namesTheErrorOfABrokenStreamAndKeepsWhatCame(FakeTogether fake) {
		fake.enqueue(Reply.stream().tokens("one two three").usage(5, 3).reset());
		try (Observed observed = new Observed(fake)) {
			observed.models.keep(Observed.MODEL);
			assertThatExceptionOfType(StreamException.class).isThrownBy(observed::stream);
			single(observed).hasBeenStopped()
				.hasLowCardinalityKeyValue("error.type", "stream_interrupted")
				.hasLowCardinalityKeyValue("outcome", "error")
				.hasLowCardinalityKeyValue("gen_ai.response.model", Observed.MODEL)
				.hasHighCardinalityKeyValue("gen_ai.usage.output_tokens", "3");
		}
	}

	@Test
	void namesTheFormThatIsAskedFor(FakeTogether fake) {
		Map<IRResponseFormat, String> types = Map.of(new IRResponseFormat.Text(), "text",
				new IRResponseFormat.JsonObject(), "json",
				new IRResponseFormat.JsonSchema("a", null, Map.of("type", "object"), true), "json");
		try (Observed observed = new Observed(fake)) {
			types.forEach((format, type) -> {
				observed.observations.clear();
				observed.bridge.chat(IRChatRequest.of("Hello!").mutate().responseFormat(format).build())
					.block(Observed.TIMEOUT);
				single(observed).hasHighCardinalityKeyValue("gen_ai.output.type", type);
			});
			observed.observations.clear();
			observed.ask();
			single(observed).doesNotHaveHighCardinalityKeyValueWithKey("gen_ai.output.type");
		}
	}

	@Test
	void aChatPastTheBridgeIsObservedOnce(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.adapter.execute(IRChatRequest.of("Hello!")).block(Observed.TIMEOUT);
			single(observed).hasLowCardinalityKeyValue("gen_ai.operation.name", "chat")
				.hasHighCardinalityKeyValue("together.client", "default");
			observed.observations.clear();
			observed.adapter.executeStream(IRChatRequest.of("Hello!")).collectList().block(Observed.TIMEOUT);
			single(observed).hasHighCardinalityKeyValue("gen_ai.request.stream", "true");
		}
	}

	@Test
	void stopsWhenAStreamIsCancelled(FakeTogether fake) {
		fake.enqueue(Reply.stream().pace(Duration.ofMillis(5)).endless("word "));
		try (Observed observed = new Observed(fake)) {
			observed.chunks().take(4).blockLast(Observed.TIMEOUT);
			single(observed).hasBeenStopped()
				.doesNotHaveError()
				.hasLowCardinalityKeyValue("outcome", "cancelled")
				.hasLowCardinalityKeyValue("error.type", "none");
		}
	}

	@Test
	void isASuccessForWhoCancelsAfterTheLastChunk(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.chunks().takeUntil(IRStreamChunk.Done.class::isInstance).blockLast(Observed.TIMEOUT);
			single(observed).hasLowCardinalityKeyValue("outcome", "success");
		}
	}

	@Test
	void countsRetriesAsEventsOfOneObservation(FakeTogether fake) {
		fake.enqueue(2, Reply.status(503).error("service_unavailable", "Full"));
		try (Observed observed = new Observed(fake)) {
			List<String> events = new CopyOnWriteArrayList<>();
			observed.observations.observationConfig().observationHandler(new Events(events));
			observed.ask();
			assertThat(fake.requests()).hasSize(3);
			single(observed).hasLowCardinalityKeyValue("outcome", "success")
				.hasHighCardinalityKeyValue("http.request.resend_count", "2");
			assertThat(events).containsExactly("retry after attempt 1 (provider_overloaded)",
					"retry after attempt 2 (provider_overloaded)");
		}
	}

	@Test
	void observesEachSubscriptionOnce(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			Mono<IRChatResponse> call = observed.bridge.chat(IRChatRequest.of("Hello!"));
			assertThat(observed.observations).doesNotHaveAnyObservation();
			call.block(Observed.TIMEOUT);
			call.block(Observed.TIMEOUT);
			assertThat(observed.observations).hasNumberOfObservationsEqualTo(2);
		}
	}

	@Test
	void takesItsParentFromTheReactorContextAndShowsItselfBehind(FakeTogether fake) {
		List<Observation> seen = new CopyOnWriteArrayList<>();
		ChatMiddleware tool = new ChatMiddleware() {

			@Override
			public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
				return Mono.deferContextual((context) -> {
					seen.add(context.get(ObservationThreadLocalAccessor.KEY));
					return chain.next(request);
				});
			}

		};
		try (Observed observed = new Observed(fake, tool)) {
			Observation parent = Observation.start("parent", observed.observations);
			observed.bridge.chat(IRChatRequest.of("Hello!"))
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.block(Observed.TIMEOUT);
			parent.stop();
			assertThat(observed.observations).hasObservationWithNameEqualTo(NAME)
				.that()
				.hasParentObservationEqualTo(parent);
			assertThat(seen).hasSize(1);
			assertThat(seen.get(0).getContextView()).isInstanceOf(GenAiObservationContext.class);
		}
	}

	@Test
	void takesItsParentFromTheThreadOfABlockingCaller(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			Observation parent = Observation.start("parent", observed.observations);
			parent.scoped(observed::ask);
			parent.stop();
			assertThat(observed.observations).hasObservationWithNameEqualTo(NAME)
				.that()
				.hasParentObservationEqualTo(parent);
		}
	}

	@Test
	void hasTextOnlyWhenAskedTo(FakeTogether fake) {
		fake.enqueue(Reply.text("Say \"hi\""), Reply.text("Say \"hi\""));
		try (Observed observed = new Observed(fake, new Observed.ObservationSettings(true, true))) {
			observed.ask();
			single(observed)
				.hasHighCardinalityKeyValue("gen_ai.input.messages",
						"[{\"role\":\"user\",\"parts\":[{\"type\":\"text\",\"content\":\"Hello!\"}]}]")
				.hasHighCardinalityKeyValue("gen_ai.output.messages",
						"[{\"role\":\"assistant\",\"parts\":[{\"type\":\"text\",\"content\":\"Say \\\"hi\\\"\"}],"
								+ "\"finish_reason\":\"stop\"}]");
			observed.observations.clear();
			observed.stream();
			single(observed).hasHighCardinalityKeyValueWithKey("gen_ai.output.messages");
		}
	}

	@Test
	void lastsAsLongAsTheStream(FakeTogether fake) {
		fake.enqueue(Reply.stream()
			.delay(Duration.ofMillis(600))
			.tokens("one")
			.pause(Duration.ofMillis(900))
			.tokens("two")
			.finish("stop")
			.done());
		try (Observed observed = new Observed(fake)) {
			observed.stream();
			double millis = observed.timer(NAME).totalTime(TimeUnit.MILLISECONDS);
			assertThat(millis).isBetween(1490.0, 2500.0);
			double first = observed.timer("gen_ai.client.operation.time_to_first_chunk")
				.totalTime(TimeUnit.MILLISECONDS);
			assertThat(first).isBetween(590.0, 1200.0);
		}
	}

	@Test
	void keepsOutOfTheWayWithoutRegistry(FakeTogether fake) {
		GenAiObserver observer = GenAiObserver.builder(ObservationRegistry.NOOP).build();
		try (Observed observed = new Observed(fake);
				TogetherAIBackendAdapter adapter = TogetherAIBackendAdapter.builder()
					.baseUrl(fake.baseUrl())
					.apiKey(Observed.KEY)
					.defaultModel(Observed.MODEL)
					.observer(observer)
					.listener(new ObservationBackendListener())
					.build()) {
			Bridge bridge = Bridge.builder(adapter).middleware(new ObservationChatMiddleware(observer)).build();
			assertThat(bridge.chatStream(IRChatRequest.of("Hello!")).collectList().block(Observed.TIMEOUT))
				.isNotEmpty();
			assertThat(observed.observations).doesNotHaveAnyObservation();
		}
	}

	@Test
	void leavesTheParentAloneWhenCallsAreNotObserved(FakeTogether fake) {
		try (Observed observed = new Observed(fake)) {
			observed.observations.observationConfig()
				.observationPredicate((name, context) -> !(context instanceof GenAiObservationContext));
			Observation parent = Observation.start("parent", observed.observations);
			List<Object> seen = new CopyOnWriteArrayList<>();
			Bridge bridge = Bridge.builder(observed.adapter)
				.middleware(new ObservationChatMiddleware(observed.observer), new ChatMiddleware() {

					@Override
					public Mono<IRChatResponse> chat(IRChatRequest request, Chain chain) {
						return Mono.deferContextual((context) -> {
							seen.add(context.get(ObservationThreadLocalAccessor.KEY));
							return chain.next(request);
						});
					}

				})
				.build();
			bridge.chat(IRChatRequest.of("Hello!"))
				.contextWrite((context) -> context.put(ObservationThreadLocalAccessor.KEY, parent))
				.block(Observed.TIMEOUT);
			parent.stop();
			assertThat(seen).containsExactly(parent);
		}
	}

	private static TestObservationRegistryAssertReturningObservationContextAssert single(Observed observed) {
		return assertThat(observed.observations).hasSingleObservationThat().hasNameEqualTo(NAME);
	}

	private record Events(List<String> names) implements ObservationHandler<GenAiObservationContext> {

		@Override
		public boolean supportsContext(Observation.Context context) {
			return context instanceof GenAiObservationContext;
		}

		@Override
		public void onEvent(Observation.Event event, GenAiObservationContext context) {
			this.names.add(event.getContextualName());
		}

	}

}
