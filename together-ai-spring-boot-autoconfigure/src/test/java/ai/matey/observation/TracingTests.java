package ai.matey.observation;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.tracing.Span;
import io.micrometer.tracing.handler.DefaultTracingObservationHandler;
import io.micrometer.tracing.handler.PropagatingSenderTracingObservationHandler;
import io.micrometer.tracing.propagation.Propagator;
import io.micrometer.tracing.test.simple.SimpleSpan;
import io.micrometer.tracing.test.simple.SimpleTracer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Hooks;

import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.core.Bridge;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRStreamChunk;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * With tracing and with {@code spring.reactor.context-propagation=auto}.
 */
@FakeTogetherTest
class TracingTests {

	private final SimpleTracer tracer = new SimpleTracer();

	private final ObservationRegistry registry = ObservationRegistry.create();

	@BeforeEach
	void trace() {
		this.registry.observationConfig()
			.observationHandler(new ObservationHandler.FirstMatchingCompositeObservationHandler(
					new PropagatingSenderTracingObservationHandler<>(this.tracer, Propagator.NOOP),
					new DefaultTracingObservationHandler(this.tracer)));
		Hooks.enableAutomaticContextPropagation();
	}

	@AfterEach
	void stop() {
		Hooks.disableAutomaticContextPropagation();
	}

	@Test
	void makesAClientSpanAboveTheHttpCalls(FakeTogether fake) {
		fake.enqueue(Reply.status(503).error("service_unavailable", "Full"), Reply.text("Hi").usage(7, 3));
		try (TogetherAIBackendAdapter adapter = adapter(fake)) {
			Observation.createNotStarted("caller", this.registry).observe(() -> stream(bridge(adapter)));
		}
		List<SimpleSpan> spans = List.copyOf(this.tracer.getSpans());
		assertThat(spans).extracting(SimpleSpan::getName)
			.containsExactly("caller", "chat " + Observed.MODEL, "http post", "http post");
		SimpleSpan chat = spans.get(1);
		assertThat(chat.getKind()).isEqualTo(Span.Kind.CLIENT);
		assertThat(chat.getTags()).containsEntry("gen_ai.request.model", Observed.MODEL)
			.containsEntry("gen_ai.usage.output_tokens", "3")
			.containsEntry("http.request.resend_count", "1");
		assertThat(chat.getEvents()).extracting((event) -> event.getValue())
			.containsExactly("retry after attempt 1 (provider_overloaded)");
		assertThat(spans).extracting(SimpleSpan::getTraceId).containsOnly(spans.get(0).getTraceId());
		assertThat(spans.get(2).getParentId()).isEqualTo(chat.getSpanId());
		assertThat(spans.get(3).getParentId()).isEqualTo(chat.getSpanId());
	}

	@Test
	void threadsOfCallbacksKnowWhereTheyAre(FakeTogether fake) {
		List<Observation> behind = new CopyOnWriteArrayList<>();
		List<Observation> before = new CopyOnWriteArrayList<>();
		ChatMiddleware look = new ChatMiddleware() {

			@Override
			public Flux<IRStreamChunk> stream(IRChatRequest request, StreamChain chain) {
				return chain.next(request).doOnNext((chunk) -> behind.add(current()));
			}

		};
		Observation caller = Observation.start("caller", this.registry);
		try (TogetherAIBackendAdapter adapter = adapter(fake)) {
			caller.scoped(() -> Objects.requireNonNull(bridge(adapter, look).chatStream(IRChatRequest.of("Hello!"))
				.doOnNext((chunk) -> before.add(current()))
				.collectList()
				.block(Observed.TIMEOUT)));
		}
		caller.stop();
		assertThat(before).isNotEmpty().containsOnly(caller);
		assertThat(behind).isNotEmpty()
			.allSatisfy((observation) -> assertThat(observation.getContextView())
				.isInstanceOf(GenAiObservationContext.class));
	}

	private Observation current() {
		return Objects.requireNonNull(this.registry.getCurrentObservation());
	}

	private static void stream(Bridge bridge) {
		assertThat(bridge.chatStream(IRChatRequest.of("Hello!")).collectList().block(Observed.TIMEOUT)).isNotEmpty();
	}

	private TogetherAIBackendAdapter adapter(FakeTogether fake) {
		return TogetherAIBackendAdapter.builder()
			.webClientBuilder(WebClient.builder().observationRegistry(this.registry))
			.baseUrl(fake.baseUrl())
			.apiKey(Observed.KEY)
			.defaultModel(Observed.MODEL)
			.retry(new TogetherRetry(2, Duration.ofMillis(1), 1, Duration.ofMillis(1), 0, Observed.TIMEOUT))
			.listener(new ObservationBackendListener())
			.build();
	}

	private Bridge bridge(TogetherAIBackendAdapter adapter, ChatMiddleware... further) {
		return Bridge.builder(adapter)
			.middleware(
					new ObservationChatMiddleware(GenAiObserver.builder(this.registry).provider("together_ai").build()))
			.middleware(further)
			.build();
	}

}
