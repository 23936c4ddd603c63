package ai.matey.backend.together;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.ExchangeFunction;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ProviderException;
import ai.matey.errors.RateLimitException;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRDeadlines;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The waits of a call, by a clock that is set by hand.
 */
class VirtualTimeTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	private static final String ANSWER = """
			{"id":"a","choices":[{"index":0,"message":{"role":"assistant","content":"Hello."},"finish_reason":"stop"}]}
			""";

	private final AtomicInteger sent = new AtomicInteger();

	@Test
	void waitsAsLongAsTheServerAsks() {
		StepVerifier
			.withVirtualTime(() -> text(
					answers(status(503).header("retry-after", "20").build(),
							status(429).header("retry-after-ms", "1500").build(), ok()),
					IRDeadlines.INHERIT, TogetherRetry.DEFAULT))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(19_999))
			.then(() -> assertThat(this.sent).hasValue(1))
			.thenAwait(Duration.ofMillis(1))
			.then(() -> assertThat(this.sent).hasValue(2))
			.expectNoEvent(Duration.ofMillis(1499))
			.thenAwait(Duration.ofMillis(1))
			.expectNext("Hello.")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.sent).hasValue(3);
	}

	@Test
	void backsOffWhenTheServerNamesNoWait() {
		TogetherRetry retry = new TogetherRetry(4, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), 0,
				Duration.ofSeconds(30));
		StepVerifier
			.withVirtualTime(() -> text(
					answers(status(500).build(), status(502).build(), status(503).build(), status(529).build()),
					IRDeadlines.INHERIT, retry))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(999))
			.thenAwait(Duration.ofMillis(1))
			.then(() -> assertThat(this.sent).hasValue(2))
			.expectNoEvent(Duration.ofMillis(1999))
			.thenAwait(Duration.ofMillis(1))
			.then(() -> assertThat(this.sent).hasValue(3))
			.expectNoEvent(Duration.ofMillis(2999))
			.thenAwait(Duration.ofMillis(1))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(ProviderException.class)
				.hasMessageContaining("attempt 4"))
			.verify(PATIENCE);
	}

	/**
	 * Limits are reset in a minute, whatever the reason of a failure is.
	 */
	@Test
	void waitsForTheResetOfLimitsOnlyWhenTheyWereExceeded() {
		TogetherRetry retry = new TogetherRetry(3, Duration.ofSeconds(1), 2, Duration.ofSeconds(3), 0,
				Duration.ofSeconds(30));
		StepVerifier
			.withVirtualTime(
					() -> text(
							answers(status(503).header("x-ratelimit-reset", "60").build(),
									status(429).header("x-ratelimit-reset", "20").build(), ok()),
							IRDeadlines.INHERIT, retry))
			.expectSubscription()
			.expectNoEvent(Duration.ofMillis(999))
			.thenAwait(Duration.ofMillis(1))
			.then(() -> assertThat(this.sent).hasValue(2))
			.expectNoEvent(Duration.ofMillis(19_999))
			.thenAwait(Duration.ofMillis(1))
			.expectNext("Hello.")
			.expectComplete()
			.verify(PATIENCE);
	}

	@Test
	void failsAtOnceRatherThanWaitTooLong() {
		StepVerifier
			.withVirtualTime(() -> text(answers(status(429).header("retry-after", "31").build()), IRDeadlines.INHERIT,
					TogetherRetry.DEFAULT))
			.expectErrorSatisfies((failure) -> assertThat(failure)
				.isInstanceOfSatisfying(RateLimitException.class,
						(limited) -> assertThat(limited.retryAfter()).isEqualTo(Duration.ofSeconds(31)))
				.hasMessageContaining("together.retry.max-wait"))
			.verify(PATIENCE);
	}

	@Test
	void requestMaySwitchRetriesOff() {
		StepVerifier
			.withVirtualTime(() -> text(answers(status(429).header("retry-after", "31").build()), TogetherRetry.DEFAULT,
					request().maxAttempts(1)))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(RateLimitException.class)
				.hasMessageNotContaining("together.retry"))
			.verify(PATIENCE);
		assertThat(this.sent).hasValue(1);
	}

	@Test
	void requestMayBeSentMoreOftenThanTheClientDoes() {
		StepVerifier
			.withVirtualTime(() -> text(
					answers(status(500).build(), status(500).build(), status(500).build(), status(500).build(), ok()),
					TogetherRetry.DEFAULT, request().maxAttempts(5)))
			.thenAwait(Duration.ofMinutes(1))
			.expectNext("Hello.")
			.expectComplete()
			.verify(PATIENCE);
		assertThat(this.sent).hasValue(5);
	}

	@Test
	void totalDeadlineCountsWaitsToo() {
		StepVerifier
			.withVirtualTime(() -> text(
					(request) -> (this.sent.incrementAndGet() == 1)
							? Mono.just(status(503).header("retry-after", "20").build()) : Mono.never(),
					IRDeadlines.INHERIT.withTotal(Duration.ofSeconds(45)), TogetherRetry.DEFAULT))
			.expectSubscription()
			.expectNoEvent(Duration.ofSeconds(44))
			.then(() -> assertThat(this.sent).hasValue(2))
			.thenAwait(Duration.ofSeconds(1))
			.expectErrorSatisfies((failure) -> assertThat(failure)
				.isInstanceOfSatisfying(ProviderException.class,
						(late) -> assertThat(late.code()).isEqualTo(ErrorCode.PROVIDER_TIMEOUT))
				.hasMessageContaining("together.timeout.total"))
			.verify(PATIENCE);
	}

	private static IRChatRequest.Builder request() {
		return IRChatRequest.builder().model("a/b").user("Hi");
	}

	private static Mono<String> text(ExchangeFunction server, IRDeadlines deadlines, TogetherRetry retry) {
		return text(server, retry, request().deadlines(deadlines));
	}

	private static Mono<String> text(ExchangeFunction server, TogetherRetry retry, IRChatRequest.Builder request) {
		return TogetherAIBackendAdapter.builder()
			.apiKey("test-key")
			.catalogueKept(false)
			.deadlines(IRDeadlines.INHERIT.withResponse(Duration.ofDays(1)))
			.retry(retry)
			.catalogueKept(false)
			.webClientBuilder(WebClient.builder().exchangeFunction(server))
			.build()
			.execute(request.build())
			.map((answer) -> answer.text());
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
		return ClientResponse.create(HttpStatus.OK).header("content-type", "application/json").body(ANSWER).build();
	}

}
