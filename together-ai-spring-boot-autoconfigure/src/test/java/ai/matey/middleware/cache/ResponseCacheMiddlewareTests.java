package ai.matey.middleware.cache;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.test.StepVerifier;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import reactor.util.context.Context;

import ai.matey.core.Bridge;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.IRUsage;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;
import ai.matey.middleware.ScriptedBackend;
import ai.matey.middleware.cache.ResponseCacheListener.Result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class ResponseCacheMiddlewareTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private final ScriptedBackend backend = new ScriptedBackend();

	private final Map<String, IRChatResponse> kept = new ConcurrentHashMap<>();

	private final List<Result> results = new CopyOnWriteArrayList<>();

	private final ResponseCache cache = new ResponseCache() {

		@Override
		public Mono<IRChatResponse> get(String key) {
			return Mono.justOrEmpty(ResponseCacheMiddlewareTests.this.kept.get(key));
		}

		@Override
		public Mono<Void> put(String key, IRChatResponse response) {
			return Mono.fromRunnable(() -> ResponseCacheMiddlewareTests.this.kept.put(key, response));
		}

	};

	@Test
	void sameRequestGetsTheSameResponseWithoutACall() {
		Bridge bridge = bridge();
		IRChatResponse first = chat(bridge, request("Hi"));
		IRChatRequest again = request("Hi");
		IRChatResponse second = chat(bridge, again);
		assertThat(second.choices()).isEqualTo(first.choices());
		assertThat(second.usage()).isEqualTo(first.usage());
		assertThat(second.metadata().requestId()).isEqualTo(again.metadata().requestId());
		assertThat(second.metadata().attempts()).isZero();
		assertThat(second.metadata().cost()).isNull();
		assertThat(second.metadata().cachedAt()).isNotNull();
		assertThat(first.metadata().cachedAt()).isNull();
		assertThat(this.backend.requests).hasSize(1);
		assertThat(this.results).containsExactly(Result.MISS, Result.HIT);
	}

	@Test
	void otherRequestIsSent() {
		Bridge bridge = bridge();
		chat(bridge, request("Hi"));
		chat(bridge, request("Ho"));
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void onlyTemperatureZeroIsServedUnlessToldOtherwise() {
		Bridge bridge = bridge();
		IRChatRequest warm = request("Hi").mutate().parameters((parameters) -> parameters.temperature(0.1)).build();
		IRChatRequest unset = request("Hi").mutate().parameters((parameters) -> parameters.temperature(null)).build();
		for (IRChatRequest request : List.of(warm, warm, unset, unset)) {
			chat(bridge, request);
		}
		assertThat(this.backend.requests).hasSize(4);
		assertThat(this.results).isEmpty();
		Bridge any = bridge(builder().anyTemperature(true));
		chat(any, warm);
		chat(any, warm);
		assertThat(this.backend.requests).hasSize(5);
	}

	@Test
	void callsOfDifferentKeysShareNothing() {
		Bridge bridge = bridge(
				builder().keyIdentity(Mono.deferContextual((context) -> Mono.just(context.get("key").toString()))));
		for (String key : List.of("one", "two", "one")) {
			bridge.chat(request("Hi")).contextWrite(Context.of("key", key)).block(PATIENCE);
		}
		assertThat(this.backend.requests).hasSize(2);
		assertThat(this.kept.keySet()).allMatch((key) -> key.matches("[0-9a-f]{64}"));
	}

	@Test
	void clientsShareNothing() {
		chat(bridge(builder().scope("one")), request("Hi"));
		chat(bridge(builder().scope("two")), request("Hi"));
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void incompleteResponseIsNotKept() {
		for (FinishReason reason : List.of(FinishReason.LENGTH, FinishReason.CONTENT_FILTER, FinishReason.ERROR,
				FinishReason.UNKNOWN)) {
			this.backend.chat((request) -> Mono.just(ScriptedBackend.response(request, "Hi", reason, null)));
			chat(bridge(), request("Hi"));
		}
		assertThat(this.kept).isEmpty();
		assertThat(this.backend.requests).hasSize(4);
	}

	@Test
	void failureIsNotKept() {
		this.backend.chat((request) -> Mono.error(ScriptedBackend.failure(ErrorCode.PROVIDER_ERROR, 500)));
		Bridge bridge = bridge();
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> chat(bridge, request("Hi")));
		assertThatExceptionOfType(AdapterException.class).isThrownBy(() -> chat(bridge, request("Hi")));
		assertThat(this.backend.requests).hasSize(2);
	}

	@Test
	void responseOfAPlainCallIsPlayedAsAStream() {
		this.backend.chat((request) -> Mono.just(new IRChatResponse(List.of(new IRChoice(0,
				new IRMessage(IRRole.ASSISTANT,
						List.of(new ReasoningContent("Hm."), new TextContent("Hello"),
								new ToolUseContent("1", "clock", Map.of(), "{}", null))),
				FinishReason.TOOL_CALLS)), new IRUsage(1, 2), request.metadata())));
		Bridge bridge = bridge();
		IRChatResponse response = chat(bridge, request("Hi"));
		StepVerifier.create(bridge.chatStream(request("Hi")))
			.expectNextMatches(IRStreamChunk.Start.class::isInstance)
			.expectNext(new IRStreamChunk.Reasoning(0, "Hm."))
			.expectNext(new IRStreamChunk.Content("Hello"))
			.expectNext(new IRStreamChunk.ToolUse(0, 0, "1", "clock", "{}"))
			.expectNextMatches((chunk) -> chunk instanceof IRStreamChunk.Metadata metadata
					&& new IRUsage(1, 2).equals(metadata.usage()))
			.assertNext((chunk) -> assertThat(((IRStreamChunk.Done) chunk).response().choices())
				.isEqualTo(response.choices()))
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.backend.requests).hasSize(1);
	}

	@Test
	void streamFillsTheCacheAndPassesAtOnce() {
		Sinks.Many<IRStreamChunk> chunks = Sinks.many().unicast().onBackpressureBuffer();
		this.backend.stream((request) -> chunks.asFlux());
		Bridge bridge = bridge();
		IRChatRequest request = request("Hi");
		StepVerifier.create(bridge.chatStream(request))
			.then(() -> chunks.tryEmitNext(new IRStreamChunk.Content("He")))
			.expectNext(new IRStreamChunk.Content("He"))
			.then(() -> {
				chunks.tryEmitNext(new IRStreamChunk.Done(ScriptedBackend.response(request, "He")));
				chunks.tryEmitComplete();
			})
			.expectNextCount(1)
			.expectComplete()
			.verify(PATIENCE);
		assertThat(chat(bridge, request("Hi")).text()).isEqualTo("He");
		assertThat(this.backend.requests).hasSize(1);
	}

	@Test
	void callsAtTheSameTimeShareOne() {
		Sinks.Empty<Void> end = Sinks.empty();
		this.backend.chat((request) -> end.asMono().then(Mono.just(ScriptedBackend.response(request, "Hello"))));
		Bridge bridge = bridge();
		Mono<List<String>> plain = Flux.range(0, 20)
			.flatMap((number) -> bridge.chat(request("Hi")), 20)
			.map(IRChatResponse::text)
			.collectList();
		Mono<Long> streamed = bridge.chatStream(request("Hi")).count();
		StepVerifier.create(Mono.zip(plain, streamed, Mono.fromRunnable(end::tryEmitEmpty).thenReturn(1)))
			.assertNext((both) -> {
				assertThat(both.getT1()).hasSize(20).containsOnly("Hello");
				assertThat(both.getT2()).isEqualTo(4);
			})
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.backend.requests).hasSize(1);
		assertThat(this.results).containsOnly(Result.MISS, Result.SHARED).hasSize(21);
	}

	@Test
	void ifTheCallerOfTheSharedCallLeavesTheNextOneTakesItsPlace() {
		Sinks.Empty<Void> end = Sinks.empty();
		this.backend.chat((request) -> end.asMono().then(Mono.just(ScriptedBackend.response(request, "Hello"))));
		Bridge bridge = bridge();
		Disposable first = bridge.chat(request("Hi")).subscribe();
		StepVerifier.create(bridge.chat(request("Hi")).map(IRChatResponse::text)).then(() -> {
			assertThat(this.backend.requests).hasSize(1);
			first.dispose();
			assertThat(this.backend.requests).hasSize(2);
			end.tryEmitEmpty();
		}).expectNext("Hello").expectComplete().verify(PATIENCE);
	}

	@Test
	void callsThatShareOneShareItsFailure() {
		Sinks.Empty<IRChatResponse> end = Sinks.empty();
		this.backend.chat((request) -> end.asMono());
		Bridge bridge = bridge();
		StepVerifier.create(Flux.range(0, 5)
			.flatMap((number) -> bridge.chat(request("Hi"))
				.thenReturn("answered")
				.onErrorReturn(AdapterException.class, "failed"))
			.doOnSubscribe((subscription) -> {
			}))
			.then(() -> end.tryEmitError(ScriptedBackend.failure(ErrorCode.PROVIDER_ERROR, 500)))
			.expectNext("failed", "failed", "failed", "failed", "failed")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.backend.requests).hasSize(1);
	}

	@Test
	void cacheThatFailsIsNoReasonToFail() {
		IllegalStateException away = new IllegalStateException("away");
		Bridge bridge = bridge(ResponseCacheMiddleware.builder(cache(Mono.error(away), Mono.error(away))));
		assertThat(chat(bridge, request("Hi")).text()).isEqualTo("Hello");
		StepVerifier.create(bridge.chatStream(request("Hi"))).expectNextCount(3).expectComplete().verify(PATIENCE);
	}

	@Test
	void cacheThatHangsDelaysCallsForAMoment() {
		Bridge bridge = bridge(ResponseCacheMiddleware.builder(cache(Mono.never(), Mono.never())));
		StepVerifier.withVirtualTime(() -> bridge.chat(request("Hi")).map(IRChatResponse::text))
			.thenAwait(Duration.ofSeconds(3))
			.expectNext("Hello")
			.expectComplete()
			.verify(PATIENCE);
		StepVerifier.withVirtualTime(() -> bridge.chatStream(request("Hi")))
			.thenAwait(Duration.ofSeconds(3))
			.expectNextCount(3)
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	@ExtendWith(OutputCaptureExtension.class)
	void cacheThatOnlyStoresIsLoggedOnce(CapturedOutput output) {
		Bridge bridge = bridge(
				ResponseCacheMiddleware.builder(cache(Mono.error(new IllegalStateException("away")), Mono.empty())));
		for (int i = 0; i < 10; i++) {
			chat(bridge, request("Hi"));
		}
		assertThat(output.getAll()).containsOnlyOnce("The response cache of client");
	}

	private static ResponseCache cache(Mono<IRChatResponse> found, Mono<Void> stored) {
		return new ResponseCache() {

			@Override
			public Mono<IRChatResponse> get(String key) {
				return found;
			}

			@Override
			public Mono<Void> put(String key, IRChatResponse response) {
				return stored;
			}

		};
	}

	private ResponseCacheMiddlewareBuilder builder() {
		return ResponseCacheMiddleware.builder(this.cache).scope("test").listener(this.results::add);
	}

	private Bridge bridge() {
		return bridge(builder());
	}

	private Bridge bridge(ResponseCacheMiddlewareBuilder builder) {
		return Bridge.builder(this.backend).middleware(builder.build()).build();
	}

	private static IRChatRequest request(String text) {
		return IRChatRequest.builder()
			.model("model")
			.user(text)
			.parameters((parameters) -> parameters.temperature(0.0))
			.build();
	}

	private static IRChatResponse chat(Bridge bridge, IRChatRequest request) {
		return Objects.requireNonNull(bridge.chat(request).block(PATIENCE));
	}

}
