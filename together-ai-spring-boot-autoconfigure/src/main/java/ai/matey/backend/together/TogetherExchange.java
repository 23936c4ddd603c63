package ai.matey.backend.together;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.util.context.ContextView;
import reactor.util.retry.Retry;

import ai.matey.adapter.BackendCall;
import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;

/**
 * The way of every call to Together: key, sending, status, errors, retry, the total
 * deadline, listeners. What differs between kinds of answers is in the
 * {@link ResponseReader}.
 */
final class TogetherExchange {

	/** Counts the attempts of a call, for those who look at the traffic. */
	static final String RETRY_COUNT_HEADER = "x-retry-count";

	/** No error is longer; the rest is not read. */
	private static final int MAX_ERROR_BODY = 64 * 1024;

	/**
	 * How long the body of an error is awaited: its status alone is worth a typed error.
	 */
	private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(5);

	private final TogetherClient client;

	private final WebClient webClient;

	private final RetryPolicy retryPolicy;

	private final BackendListener listener;

	private final RateLimitHeaders rateLimitHeaders;

	private final TogetherErrors errors;

	private final Scheduler scheduler;

	private final InetSocketAddress server;

	TogetherExchange(TogetherClient client, WebClient webClient, RetryPolicy retryPolicy,
			RateLimitHeaders rateLimitHeaders, Scheduler scheduler) {
		this.client = client;
		this.webClient = webClient;
		this.retryPolicy = retryPolicy;
		this.listener = client.listener();
		this.rateLimitHeaders = rateLimitHeaders;
		this.errors = new TogetherErrors(rateLimitHeaders);
		this.scheduler = scheduler;
		this.server = BaseUrl.server(client.baseUrl());
	}

	RateLimitHeaders rateLimitHeaders() {
		return this.rateLimitHeaders;
	}

	TogetherErrors errors() {
		return this.errors;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	/**
	 * Makes a call when subscribed to.
	 * @param <T> what the answer holds
	 * @param outbound what is sent
	 * @param readers makes the reader of an attempt's answer
	 * @return what the answer holds
	 */
	<T> Flux<T> call(Outbound outbound, Function<Attempt, ResponseReader<T>> readers) {
		return Flux.deferContextual((context) -> new Call<>(outbound, readers, context).run());
	}

	/**
	 * One subscription. Attempts follow each other, so its fields need no lock; the
	 * reader is volatile because the timer of the total deadline asks for it.
	 */
	private final class Call<T> {

		private final Outbound outbound;

		private final Function<Attempt, ResponseReader<T>> readers;

		private final BackendCall call;

		private int attempts;

		private volatile @Nullable ResponseReader<T> reader;

		Call(Outbound outbound, Function<Attempt, ResponseReader<T>> readers, ContextView context) {
			this.outbound = outbound;
			this.readers = readers;
			this.call = new BackendCall(TogetherExchange.this.client.name(), outbound.operation(), outbound.streaming(),
					outbound.model(), outbound.requestId(), context, TogetherExchange.this.server);
		}

		Flux<T> run() {
			Flux<T> answer = Flux.defer(this::attempt)
				.retryWhen(Retry.from((failures) -> failures.concatMap(this::retry)));
			Duration total = this.outbound.deadlines().total();
			if (total != null) {
				answer = answer.takeUntilOther(
						Mono.delay(total, TogetherExchange.this.scheduler).then(Mono.error(this::tookTooLong)));
			}
			return answer.tap(() -> new CallSignals<>(TogetherExchange.this.listener, this.call));
		}

		private Flux<T> attempt() {
			this.attempts++;
			return TogetherExchange.this.client.apiKeySupplier()
				.apiKey()
				.switchIfEmpty(Mono.error(() -> missingKey(this.call)))
				.flatMapMany(this::send);
		}

		private Flux<T> send(String apiKey) {
			Attempt attempt = new Attempt(this.call, this.attempts, new Redaction(apiKey, this.outbound.prompts()));
			ResponseReader<T> reader = this.readers.apply(attempt);
			this.reader = reader;
			Flux<T> answer = request(apiKey).exchangeToFlux((response) -> receive(attempt, response, reader))
				.onErrorMap((failure) -> TransportErrors.map(attempt, failure));
			return reader.limit(answer);
		}

		private WebClient.RequestHeadersSpec<?> request(String apiKey) {
			WebClient.RequestBodySpec request = TogetherExchange.this.webClient.method(this.outbound.method())
				.uri(this.outbound.path())
				.headers((headers) -> {
					TogetherExchange.this.client.headers().forEach(headers::set);
					headers.setBearerAuth(apiKey);
					headers.set(HttpHeaders.ACCEPT,
							this.outbound.streaming()
									? MediaType.TEXT_EVENT_STREAM_VALUE + ", " + MediaType.APPLICATION_JSON_VALUE
									: MediaType.APPLICATION_JSON_VALUE);
					if (this.attempts > 1) {
						headers.set(RETRY_COUNT_HEADER, String.valueOf(this.attempts - 1));
					}
				});
			byte[] body = this.outbound.body();
			return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body) : request;
		}

		private Flux<T> receive(Attempt attempt, ClientResponse response, ResponseReader<T> reader) {
			HttpHeaders headers = response.headers().asHttpHeaders();
			if (response.statusCode().is2xxSuccessful()) {
				TogetherExchange.this.listener.answered(this.call, TogetherExchange.this.rateLimitHeaders.read(headers),
						null);
				return reader.read(response);
			}
			int status = response.statusCode().value();
			return errorBody(response)
				.map((body) -> TogetherExchange.this.errors.ofStatus(attempt, status, headers, body))
				.doOnNext(
						(failure) -> TogetherExchange.this.listener.answered(this.call, failure.rateLimits(), failure))
				.flatMapMany(Flux::error);
		}

		/**
		 * Reads what can be read of an error's body; nothing about it may hide the
		 * status.
		 */
		private Mono<ErrorBody> errorBody(ClientResponse response) {
			Flux<DataBuffer> bytes = DataBufferUtils.takeUntilByteCount(response.body(BodyExtractors.toDataBuffers()),
					MAX_ERROR_BODY);
			return DataBufferUtils
				.join(bytes.takeUntilOther(Mono.delay(ERROR_BODY_TIME, TogetherExchange.this.scheduler))
					.onErrorComplete())
				.map((buffer) -> ErrorBody.read(Buffers.takeBytes(buffer)))
				.defaultIfEmpty(ErrorBody.EMPTY);
		}

		private Mono<Long> retry(Retry.RetrySignal signal) {
			if (!(signal.failure() instanceof AdapterException failure)) {
				return Mono.error(signal.failure());
			}
			Duration wait = TogetherExchange.this.retryPolicy.waitBeforeNext(failure, this.attempts);
			if (wait == null) {
				return Mono.error(failure);
			}
			TogetherExchange.this.listener.retrying(this.call, failure, this.attempts, wait);
			return Mono.delay(wait, TogetherExchange.this.scheduler);
		}

		private Throwable tookTooLong() {
			ResponseReader<T> reader = this.reader;
			return (reader != null) ? reader.tookTooLong()
					: Deadlines.exceeded(
							new Attempt(this.call, this.attempts, new Redaction("", this.outbound.prompts())), "total",
							this.outbound.deadlines().total());
		}

	}

	private static AdapterException missingKey(BackendCall call) {
		return new AuthenticationException(ErrorCode.MISSING_API_KEY, false,
				"No API key for Together AI is set; nothing was sent. Set together.api-key, or TOGETHER_API_KEY in the "
						+ "environment.",
				ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, call.model()), null);
	}

}
