package ai.matey.middleware.alias;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;

import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import ai.matey.adapter.RefusedModels;
import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IREmbedRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRWarning;
import ai.matey.middleware.ScriptedBackend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class ModelAliasMiddlewareTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ScriptedBackend backend = new ScriptedBackend();

	private final Set<String> gone = ConcurrentHashMap.newKeySet();

	private final List<String> moves = new ArrayList<>();

	private ErrorCode failure = ErrorCode.UNSUPPORTED_MODEL;

	private Instant now = Instant.parse("2026-11-01T10:00:00.123456789Z");

	private final Clock clock = new Clock() {

		@Override
		public Instant instant() {
			return ModelAliasMiddlewareTests.this.now;
		}

		@Override
		public java.time.ZoneId getZone() {
			return ZoneOffset.UTC;
		}

		@Override
		public Clock withZone(java.time.ZoneId zone) {
			return this;
		}

	};

	ModelAliasMiddlewareTests() {
		this.backend.chat((request) -> fails(request) ? Mono.error(failure())
				: Mono.just(ScriptedBackend.response(request, "Hi")));
		this.backend.stream((request) -> fails(request) ? Flux.error(failure())
				: ScriptedBackend.stream(ScriptedBackend.response(request, "Hi")));
	}

	@Test
	void firstChoiceAnswersWhileItServes() {
		IRChatResponse response = chat(bridge(builder()), "fast");
		assertThat(this.backend.models()).containsExactly("a");
		assertThat(response.metadata().model()).isEqualTo("a");
		assertThat(response.metadata().warnings()).isEmpty();
	}

	@Test
	void modelWithoutAliasIsAskedAsItIs() {
		this.gone.add("other");
		Bridge bridge = bridge(builder());
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> chat(bridge, "other"));
		assertThat(this.backend.models()).containsExactly("other");
	}

	@Test
	void vanishedModelIsLeftAtOnceAndPassedOverForAWhile() {
		ModelAliasMiddleware aliases = builder().build();
		Bridge bridge = Bridge.builder(this.backend).middleware(aliases).build();
		this.gone.add("a");
		IRChatResponse response = chat(bridge, "fast");
		assertThat(response.metadata().model()).isEqualTo("b");
		assertThat(response.metadata().warnings()).singleElement().satisfies((warning) -> {
			assertThat(warning.category()).isEqualTo(IRWarning.Category.MODEL_SUBSTITUTED);
			assertThat(warning.message()).contains("'fast'", "a failed with UNSUPPORTED_MODEL");
		});
		assertThat(this.moves).containsExactly("fast: a -> b, UNSUPPORTED_MODEL");
		assertThat(chat(bridge, "fast").metadata().warnings()).singleElement()
			.satisfies(
					(warning) -> assertThat(warning.message()).contains("a was not available at 2026-11-01T10:00:00Z"));
		assertThat(this.backend.models()).containsExactly("a", "b", "b");
		assertThat(aliases.status()).first().satisfies((status) -> {
			assertThat(status.alias()).isEqualTo("fast");
			assertThat(status.serving()).isEqualTo("b");
			assertThat(status.reason()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL);
		});
		this.now = this.now.plus(RefusedModels.DEFAULT_TTL);
		this.gone.clear();
		assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("a");
		assertThat(aliases.status().get(0).reason()).isNull();
	}

	@Test
	void aliasSurvivesAModelThatVanishesBetweenTwoCalls() {
		Bridge bridge = bridge(builder());
		assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("a");
		this.gone.add("a");
		assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("b");
		this.gone.add("b");
		assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("c");
	}

	@Test
	void ifAllModelsWereRefusedAllAreAskedAgain() {
		this.gone.addAll(List.of("a", "b", "c"));
		Bridge bridge = bridge(builder());
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> chat(bridge, "fast"))
			.satisfies(
					(failure) -> assertThat(failure.getSuppressed()).anyMatch(ValidationException.class::isInstance));
		this.gone.remove("c");
		assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("c");
		assertThat(this.backend.models()).containsExactly("a", "b", "c", "a", "b", "c");
	}

	@ParameterizedTest
	@EnumSource
	void onlyFailuresOfTheModelMoveOn(ErrorCode code) {
		this.failure = code;
		this.gone.add("a");
		Bridge bridge = bridge(builder());
		boolean moves = code == ErrorCode.UNSUPPORTED_MODEL || code == ErrorCode.PROVIDER_OVERLOADED;
		if (moves) {
			assertThat(chat(bridge, "fast").metadata().model()).isEqualTo("b");
			assertThat(stream(bridge, "fast")).last()
				.isInstanceOfSatisfying(IRStreamChunk.Done.class,
						(done) -> assertThat(done.response().metadata().model()).isEqualTo("b"));
		}
		else {
			assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> chat(bridge, "fast"));
			assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> stream(bridge, "fast"));
			assertThat(this.backend.models()).containsOnly("a");
		}
	}

	@Test
	void exceededRateLimitMovesOnIfToldSo() {
		this.failure = ErrorCode.RATE_LIMIT_EXCEEDED;
		this.gone.add("a");
		assertThat(chat(bridge(builder().rateLimitLeft(true)), "fast").metadata().model()).isEqualTo("b");
	}

	@Test
	void overloadIsLeftWithoutRetriesIfToldSoExceptByTheLastModel() {
		this.failure = ErrorCode.PROVIDER_OVERLOADED;
		this.gone.addAll(List.of("a", "b"));
		chat(bridge(builder().overloadLeftAtOnce(true)), "fast");
		assertThat(this.backend.requests).extracting(IRChatRequest::maxAttempts).containsExactly(1, 1, null);
	}

	@Test
	void nothingButTheModelAndTheWarningsChanges() {
		this.gone.addAll(List.of("a", "b"));
		IRChatRequest request = IRChatRequest.builder()
			.model("fast")
			.system("Be brief.")
			.user("Why?")
			.parameters((parameters) -> parameters.maxTokens(9).temperature(0.3))
			.build();
		bridge(builder()).chat(request).block(PATIENCE);
		for (IRChatRequest sent : this.backend.requests) {
			assertThat(sent.mutate().model("fast").metadata(request.metadata()).build()).isEqualTo(request);
		}
	}

	@Test
	void whatTheNextModelIsKnownNotToTakeIsWarnedOf() {
		this.gone.add("a");
		IRWarning warning = new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED, "b has no tools", "tools", "test");
		IRChatResponse response = chat(
				bridge(builder().hints((request, model) -> "b".equals(model) ? List.of(warning) : List.of())), "fast");
		assertThat(response.metadata().warnings()).hasSize(2).contains(warning);
	}

	@Test
	void defaultModelMayBeAnAlias() {
		IRChatResponse response = Objects
			.requireNonNull(bridge(builder().defaultModel("fast")).chat(IRChatRequest.of("Hi")).block(PATIENCE));
		assertThat(response.metadata().model()).isEqualTo("a");
	}

	@Test
	void deadlineOfTheWholeCallHoldsForAllModelsTogether() {
		this.gone.add("a");
		IRChatRequest request = IRChatRequest.builder()
			.model("fast")
			.user("Hi")
			.deadlines(IRDeadlines.INHERIT.withTotal(Duration.ofMinutes(1)))
			.build();
		bridge(builder()).chat(request).block(PATIENCE);
		assertThat(this.backend.requests.get(1).deadlines().total()).isLessThan(Duration.ofMinutes(1));
		this.backend.requests.clear();
		this.gone.add("b");
		chat(bridge(builder().totalTimeout(Duration.ofNanos(1))), "fast-b");
	}

	@Test
	void noModelIsAskedOnceTheDeadlineIsOver() {
		this.gone.add("a");
		Bridge bridge = bridge(builder().totalTimeout(Duration.ofNanos(1)));
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> chat(bridge, "fast"));
		assertThat(this.backend.models()).containsExactly("a");
	}

	/**
	 * Wherever a stream breaks: before its first chunk the next model answers from the
	 * beginning, after it the error comes through behind exactly what had come.
	 */
	@RepeatedTest(200)
	void streamNeverMovesOnAfterItsFirstChunk(RepetitionInfo repetition) {
		Random random = new Random(repetition.getCurrentRepetition());
		int chunks = 1 + random.nextInt(20);
		int cut = random.nextBoolean() ? 0 : random.nextInt(chunks);
		ErrorCode code = random.nextBoolean() ? ErrorCode.UNSUPPORTED_MODEL : ErrorCode.PROVIDER_OVERLOADED;
		this.backend.stream((request) -> {
			Flux<IRStreamChunk> all = Flux.concat(
					Flux.fromStream(IntStream.range(0, chunks)
						.mapToObj((number) -> new IRStreamChunk.Content(request.model() + number))),
					Mono.just(new IRStreamChunk.Done(ScriptedBackend.response(request, "all"))));
			return "a".equals(request.model())
					? all.take(cut).concatWith(Mono.error(ScriptedBackend.failure(code, 503))) : all;
		});
		List<String> seen = new ArrayList<>();
		Flux<IRStreamChunk> stream = bridge(builder())
			.chatStream(IRChatRequest.builder().model("fast").user("Hi").build())
			.doOnNext((chunk) -> seen.add((chunk instanceof IRStreamChunk.Content content) ? content.delta() : "done"));
		if (cut == 0) {
			StepVerifier.create(stream).expectNextCount(chunks + 1).expectComplete().verify(PATIENCE);
			assertThat(seen).last().isEqualTo("done");
			assertThat(seen.subList(0, chunks)).allMatch((delta) -> delta.startsWith("b"));
		}
		else {
			StepVerifier.create(stream).expectNextCount(cut).expectError(AdapterException.class).verify(PATIENCE);
			assertThat(seen).hasSize(cut).allMatch((delta) -> delta.startsWith("a"));
			assertThat(this.backend.models()).containsExactly("a");
		}
	}

	@Test
	void cancelledCallAsksNoOtherModel() {
		this.backend.stream((request) -> Flux.never());
		StepVerifier.create(bridge(builder()).chatStream(IRChatRequest.builder().model("fast").user("Hi").build()))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.backend.models()).containsExactly("a");
	}

	@Test
	void embeddingModelsAreNeverMixed() {
		IREmbedRequest request = IREmbedRequest.builder().model("fast").input(List.of("text")).build();
		Bridge bridge = bridge(builder());
		bridge.embed(request).block(PATIENCE);
		assertThat(this.backend.embedRequests).extracting(IREmbedRequest::model).containsExactly("a");
		this.backend.embed((embed) -> Mono.error(failure()));
		assertThatExceptionOfType(ValidationException.class).isThrownBy(() -> bridge.embed(request).block(PATIENCE))
			.withMessageContaining("does not move on to b, c")
			.withMessageContaining("cannot be compared")
			.satisfies((failure) -> assertThat(failure.code()).isEqualTo(ErrorCode.UNSUPPORTED_MODEL));
		assertThat(this.backend.embedRequests).extracting(IREmbedRequest::model).containsExactly("a", "a");
	}

	@Test
	void aliasOfNothingOrOfAnAliasIsRefusedEarly() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelAliasMiddleware.builder().alias("fast", List.of()).build())
			.withMessageContaining("'fast'");
		assertThatIllegalArgumentException()
			.isThrownBy(() -> ModelAliasMiddleware.builder()
				.alias("fast", List.of("cheap"))
				.alias("cheap", List.of("a"))
				.build())
			.withMessageContaining("'cheap'");
	}

	private ModelAliasMiddlewareBuilder builder() {
		return ModelAliasMiddleware.builder()
			.alias("fast", List.of("a", "b", "c"))
			.alias("fast-b", List.of("c", "a"))
			.clock(this.clock)
			.listener((alias, from, to, reason) -> this.moves
				.add(alias + ": " + from + " -> " + to + ", " + reason.code()));
	}

	private Bridge bridge(ModelAliasMiddlewareBuilder builder) {
		return Bridge.builder(this.backend).middleware(builder.build()).build();
	}

	private boolean fails(IRChatRequest request) {
		return request.model() != null && this.gone.contains(request.model());
	}

	private AdapterException failure() {
		return ScriptedBackend.failure(this.failure, 404);
	}

	private static IRChatResponse chat(Bridge bridge, String model) {
		return Objects
			.requireNonNull(bridge.chat(IRChatRequest.builder().model(model).user("Hi").build()).block(PATIENCE));
	}

	private static List<IRStreamChunk> stream(Bridge bridge, String model) {
		return Objects.requireNonNull(bridge.chatStream(IRChatRequest.builder().model(model).user("Hi").build())
			.collectList()
			.block(PATIENCE));
	}

}
