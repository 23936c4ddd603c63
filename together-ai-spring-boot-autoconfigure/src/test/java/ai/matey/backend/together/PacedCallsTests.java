package ai.matey.backend.together;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;
import reactor.test.publisher.TestPublisher;
import reactor.test.scheduler.VirtualTimeScheduler;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.AttemptPermit;
import ai.matey.adapter.AttemptRequest;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.PermitReceiver;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorDetails;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRUsage;
import ai.matey.ir.RateLimits;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a call asks of its pacer, and tells it.
 */
class PacedCallsTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String RESPONSE = """
			{"id":"a","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}],
			"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}
			""";

	private static final String STREAM = """
			data: {"id":"a","choices":[{"index":0,"delta":{"content":"Hello."},"finish_reason":"stop"}],\
			"usage":{"prompt_tokens":3,"completion_tokens":5,"total_tokens":8}}

			data: [DONE]

			""";

	private final AtomicInteger sent = new AtomicInteger();

	private final Pacer pacer = new Pacer();

	@Test
	void eachAttemptNeedsAPermitAndTellsHowItWent() {
		this.pacer.atOnce = true;
		StepVerifier
			.withVirtualTime(
					() -> text(answers(status(429).header("x-ratelimit-reset", "2").build(), status(503).build(), ok()),
							request().parameters((parameters) -> parameters.maxTokens(100))))
			.thenAwait(Duration.ofMinutes(1))
			.expectNext("Hello.")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.pacer.requests).extracting(AttemptRequest::attempt).containsExactly(1, 2, 3);
		assertThat(this.pacer.requests).allSatisfy((request) -> {
			assertThat(request.call().model()).isEqualTo("a/b");
			assertThat(request.maxTokens()).isEqualTo(100);
			assertThat(request.promptSize()).isGreaterThan(50);
		});
		assertThat(this.pacer.events).containsExactly("1 RateLimitException PT2S", "2 ProviderException null",
				"3 accepted", "3 completed 8");
	}

	@Test
	void deadlinesOfTheResponseStartWithThePermit() {
		StepVerifier.withVirtualTime(() -> text((request) -> {
			this.sent.incrementAndGet();
			return Mono.never();
		}, request().maxAttempts(1).deadlines(IRDeadlines.INHERIT.withResponse(Duration.ofSeconds(60)))))
			.expectSubscription()
			// Virtual time does not pass while nothing is planned
			.then(() -> VirtualTimeScheduler.get().schedule(() -> {
			}, 1, TimeUnit.DAYS))
			.expectNoEvent(Duration.ofMinutes(5))
			.then(() -> assertThat(this.sent).hasValue(0))
			.then(() -> this.pacer.grant(0))
			.then(() -> assertThat(this.sent).hasValue(1))
			.expectNoEvent(Duration.ofSeconds(30))
			.thenAwait(Duration.ofSeconds(40))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(ProviderException.class)
				.hasMessageContaining("together.timeout.response"))
			.verify(PATIENCE);
		assertThat(this.pacer.events).containsExactly("1 ProviderException null");
	}

	@Test
	void theTotalDeadlineCountsTheWaitAndLeavesTheQueue() {
		StepVerifier
			.withVirtualTime(() -> text(answers(ok()),
					request().deadlines(IRDeadlines.INHERIT.withTotal(Duration.ofSeconds(60)))))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(30))
			.thenAwait(Duration.ofSeconds(40))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(RateLimitException.class)
				.hasMessageContaining("was still waiting for its turn when together.timeout.total (PT1M) was exceeded"))
			.verify(PATIENCE);
		assertThat(this.sent).hasValue(0);
		assertThat(this.pacer.places).allMatch(Disposable::isDisposed);
	}

	@Test
	void whoIsCancelledLeavesTheQueueAtOnce() {
		StepVerifier.withVirtualTime(() -> text(answers(ok()), request()))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(1))
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.pacer.places).hasSize(1).allMatch(Disposable::isDisposed);
		this.pacer.grant(0);
		assertThat(this.sent).hasValue(0);
		assertThat(this.pacer.events).containsExactly("1 cancelled");
	}

	@Test
	void aRefusedAttemptFailsTheCallAndIsNotRetried() {
		StepVerifier.withVirtualTime(() -> text(answers(ok()), request()))
			.expectSubscription()
			.then(() -> this.pacer.refuse(0))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(RateLimitException.class)
				.hasMessage("Too many wait."))
			.verify(PATIENCE);
		assertThat(this.pacer.requests).hasSize(1);
		assertThat(this.sent).hasValue(0);
	}

	@Test
	void aStreamTellsItsUsage() {
		this.pacer.atOnce = true;
		StepVerifier.create(adapter((request) -> Mono.just(
				ClientResponse.create(HttpStatus.OK).header("content-type", "text/event-stream").body(STREAM).build()))
			.executeStream(request().build())).thenConsumeWhile((chunk) -> true).expectComplete().verify(PATIENCE);
		assertThat(this.pacer.events).containsExactly("1 accepted", "1 completed 8");
	}

	@Test
	void aStreamThatIsCancelledEndsItsPermit() {
		this.pacer.atOnce = true;
		TestPublisher<DataBuffer> body = TestPublisher.create();
		StepVerifier
			.create(adapter((request) -> Mono.just(ClientResponse.create(HttpStatus.OK)
				.header("content-type", "text/event-stream")
				.body(Flux.from(body))
				.build())).executeStream(request().build()))
			.then(() -> body
				.next(buffer("data: {\"id\":\"a\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hel\"}}]}\n\n")))
			.expectNextCount(1)
			.thenCancel()
			.verify(PATIENCE);
		assertThat(this.pacer.events).containsExactly("1 accepted", "1 cancelled");
	}

	private static DataBuffer buffer(String text) {
		return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
	}

	private static IRChatRequest.Builder request() {
		return IRChatRequest.builder().model("a/b").user("Hi");
	}

	private Mono<String> text(ExchangeFunction server, IRChatRequest.Builder request) {
		return adapter(server).execute(request.build()).map((answer) -> answer.text());
	}

	private TogetherAIBackendAdapter adapter(ExchangeFunction server) {
		return TogetherAIBackendAdapter.builder()
			.apiKey("test-key")
			.catalogueKept(false)
			.pacer(this.pacer)
			.deadlines(IRDeadlines.INHERIT.withResponse(Duration.ofDays(1)))
			.catalogueKept(false)
			.webClientBuilder(WebClient.builder().exchangeFunction(server))
			.build();
	}

	private ExchangeFunction answers(ClientResponse... responses) {
		Deque<ClientResponse> left = new ArrayDeque<>(List.of(responses));
		return (request) -> {
			this.sent.incrementAndGet();
			return Mono.just(left.remove());
		};
	}

	private static ClientResponse.Builder status(int status) {
		return ClientResponse.create(HttpStatusCode.valueOf(status));
	}

	private static ClientResponse ok() {
		return ClientResponse.create(HttpStatus.OK).header("content-type", "application/json").body(RESPONSE).build();
	}

	/**
	 * Lets the test decide, and writes down what it is told.
	 */
	private static final class Pacer implements BackendPacer {

		private final List<AttemptRequest> requests = new ArrayList<>();

		private final List<PermitReceiver> receivers = new ArrayList<>();

		private final List<Disposable> places = new ArrayList<>();

		private final List<String> events = new ArrayList<>();

		private boolean atOnce;

		@Override
		public Disposable acquire(AttemptRequest request, PermitReceiver receiver) {
			this.requests.add(request);
			this.receivers.add(receiver);
			if (this.atOnce) {
				grant(this.receivers.size() - 1);
			}
			Disposable place = reactor.core.Disposables.single();
			this.places.add(place);
			return place;
		}

		private void grant(int index) {
			this.receivers.get(index).granted(new Permit(this.requests.get(index).attempt() + " ", this.events));
		}

		private void refuse(int index) {
			this.receivers.get(index)
				.refused(new RateLimitException(RateLimitException.Kind.REQUESTS, null, "Too many wait.",
						ErrorDetails.of("Together AI", "a/b"), null));
		}

	}

	private record Permit(String attempt, List<String> events) implements AttemptPermit {

		@Override
		public void accepted(@Nullable RateLimits limits) {
			this.events.add(this.attempt + "accepted");
		}

		@Override
		public void completed(@Nullable IRUsage usage) {
			this.events.add(this.attempt + "completed " + ((usage != null) ? usage.totalTokens() : null));
		}

		@Override
		public void failed(AdapterException failure) {
			RateLimits limits = failure.rateLimits();
			this.events.add(this.attempt + failure.getClass().getSimpleName() + " "
					+ ((limits != null) ? limits.reset() : null));
		}

		@Override
		public void cancelled() {
			this.events.add(this.attempt + "cancelled");
		}

	}

}
