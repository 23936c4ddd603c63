package ai.matey.backend.together.http;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpStatus;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.errors.AdapterConversionException;
import ai.matey.errors.AdapterException;
import ai.matey.ir.IRDeadlines;

import static org.assertj.core.api.Assertions.assertThat;

class TogetherCallTests {

	private static final Duration PATIENCE = Duration.ofSeconds(20);

	/**
	 * Memory may run out once more while the failure is handled, which needs some.
	 */
	@Test
	void subscriberHearsOfTheEndEvenIfTheHandlingOfAFailureFails() {
		InFlightCalls calls = new InFlightCalls(Duration.ofMinutes(1), Schedulers.parallel(), List.of());
		StepVerifier.create(exchange(calls, new BackendListener() {
		}).stream(request(), (attempt, head) -> new Exhausting()))
			.expectErrorSatisfies((failure) -> assertThat(failure).isInstanceOf(AdapterConversionException.class)
				.hasMessageContaining("OutOfMemoryError")
				.hasCauseInstanceOf(OutOfMemoryError.class))
			.verify(PATIENCE);
		assertThat(calls.close()).succeedsWithin(PATIENCE);
	}

	@Test
	void subscriberHearsOfTheEndEvenIfTheListenerFails() {
		InFlightCalls calls = new InFlightCalls(Duration.ofMinutes(1), Schedulers.parallel(), List.of());
		StepVerifier.create(exchange(calls, new BackendListener() {

			@Override
			public void finished(BackendCall call, Outcome outcome, @Nullable AdapterException failure) {
				throw new OutOfMemoryError("Nothing left");
			}

		}).stream(request(), (attempt, head) -> new Exhausting()))
			.expectError(AdapterConversionException.class)
			.verify(PATIENCE);
		assertThat(calls.close()).succeedsWithin(PATIENCE);
	}

	private static ProviderRequest request() {
		return ProviderRequest.get(BackendCall.Operation.CHAT, "/chat/completions").streaming(true).build();
	}

	private static TogetherExchange exchange(InFlightCalls calls, BackendListener listener) {
		TogetherClient client = new TogetherClient("test", "http://localhost:1/v1", () -> Mono.just("key"), null,
				Map.of(), IRDeadlines.INHERIT, null, 1024, 1024, Duration.ZERO, false, new RefusedModels(Duration.ZERO),
				listener, BackendPacer.UNLIMITED, false);
		WebClient webClient = WebClient.builder()
			.exchangeFunction(
					(request) -> Mono.just(ClientResponse.create(HttpStatus.OK).body("data: some\n\n").build()))
			.build();
		return new TogetherExchange(client, () -> webClient, new RetryPolicy(TogetherRetry.DEFAULT, () -> 0),
				new RateLimitHeaders(Clock.systemUTC()), calls, Schedulers.parallel(), System::nanoTime);
	}

	private static final class Exhausting implements ResponseReader<String> {

		@Override
		public void feed(DataBuffer bytes) {
			DataBufferUtils.release(bytes);
			throw new OutOfMemoryError("Java heap space");
		}

		@Override
		public void end(@Nullable Throwable failure) {
			throw new OutOfMemoryError("Java heap space, again");
		}

		@Override
		public @Nullable String next() {
			return null;
		}

	}

}
