package ai.matey.backend.together;

import java.io.IOException;
import java.time.Duration;

import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.SignalType;

import ai.matey.adapter.BackendListener;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;

/**
 * One attempt over HTTP: sends the request and turns the answer's status into chunks or
 * an error.
 *
 * @param <T> what the answer holds
 */
final class Sending<T> {

	/** Counts the attempts of a call, for those who look at the traffic. */
	static final String RETRY_COUNT_HEADER = "x-retry-count";

	/** Where WebClient's own observation looks for the value of its tag "uri". */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	/** No error is longer; the rest is not read. */
	private static final int MAX_ERROR_BODY = 64 * 1024;

	/**
	 * How long the body of an error is awaited: its status alone is worth a typed error.
	 */
	private static final Duration ERROR_BODY_TIME = Duration.ofSeconds(2);

	private final TogetherExchange exchange;

	private final Outbound outbound;

	private final Attempt attempt;

	private final ResponseReader<T> reader;

	private final AttemptConnection connection = new AttemptConnection();

	private volatile boolean connected;

	private volatile boolean answered;

	Sending(TogetherExchange exchange, Outbound outbound, Attempt attempt, ResponseReader<T> reader) {
		this.exchange = exchange;
		this.outbound = outbound;
		this.attempt = attempt;
		this.reader = reader;
	}

	ResponseReader<T> reader() {
		return this.reader;
	}

	Flux<T> send(String apiKey) {
		Flux<T> answer = request(apiKey).exchangeToFlux(this::receive);
		// The client's own connect deadline is the HTTP library's business; this is for a
		// request that has another one.
		Duration connect = this.outbound.deadlines().connect();
		if (connect != null && !connect.equals(this.exchange.client().deadlines().connect())) {
			answer = answer.timeout(
					Mono.delay(connect, this.exchange.scheduler())
						.filter((tick) -> !this.connected)
						.switchIfEmpty(Mono.never()),
					(chunk) -> Mono.never(), Flux.error(() -> TransportErrors.connectTimeout(this.attempt, null)));
		}
		return answer.onErrorMap(this::failed).doFinally((signal) -> {
			if (signal != SignalType.ON_COMPLETE) {
				this.connection.close();
			}
		});
	}

	private AdapterException failed(Throwable failure) {
		return TransportErrors.map(this.attempt, failure);
	}

	/**
	 * Whether the attempt failed only because the connection, kept from an earlier
	 * request, was dead.
	 * @param failure the attempt's failure
	 * @return whether sending again is no more than what should have been done at once
	 */
	boolean foundDeadConnection(AdapterException failure) {
		return this.connection.wasKept() && failure instanceof NetworkException
				&& failure.code() == ErrorCode.NETWORK_ERROR && failure.isRetryable() && failure.status() == null;
	}

	private WebClient.RequestHeadersSpec<?> request(String apiKey) {
		WebClient.RequestBodySpec request = this.exchange.webClient()
			.method(this.outbound.method())
			.uri(this.exchange.uri(this.outbound.path()))
			.attribute(URI_TEMPLATE, this.outbound.path())
			.httpRequest(this::connected)
			.headers((headers) -> {
				this.exchange.client().headers().forEach(headers::set);
				headers.setBearerAuth(apiKey);
				headers.set(HttpHeaders.ACCEPT,
						this.outbound.streaming()
								? MediaType.TEXT_EVENT_STREAM_VALUE + ", " + MediaType.APPLICATION_JSON_VALUE
								: MediaType.APPLICATION_JSON_VALUE);
				if (this.attempt.number() > 1) {
					headers.set(RETRY_COUNT_HEADER, String.valueOf(this.attempt.number() - 1));
				}
			});
		byte[] body = this.outbound.body();
		return (body != null) ? request.contentType(MediaType.APPLICATION_JSON).bodyValue(body) : request;
	}

	private void connected(ClientHttpRequest request) {
		this.connected = true;
		this.connection.made(request);
	}

	/**
	 * What the attempt leaves over when it ends in order: more of the answer, or the
	 * error that there was none, for which HTTP libraries sometimes have no word.
	 * @return the rest
	 */
	Flux<T> rest() {
		return this.answered ? this.reader.rest()
				: Flux.error(failed(new IOException("The HTTP client ended without an answer")));
	}

	private Flux<T> receive(ClientResponse response) {
		this.answered = true;
		HttpHeaders headers = response.headers().asHttpHeaders();
		BackendListener listener = this.exchange.client().listener();
		if (response.statusCode().is2xxSuccessful()) {
			listener.answered(this.attempt.call(), this.exchange.rateLimitHeaders().read(headers), null);
			return this.reader.read(response);
		}
		int status = response.statusCode().value();
		return errorBody(response).map((body) -> this.exchange.errors().ofStatus(this.attempt, status, headers, body))
			.doOnNext((failure) -> listener.answered(this.attempt.call(), failure.rateLimits(), failure))
			.flatMapMany(Flux::error);
	}

	/**
	 * Reads what can be read of an error's body; nothing about it may hide the status.
	 */
	private Mono<ErrorBody> errorBody(ClientResponse response) {
		Flux<DataBuffer> bytes = DataBufferUtils.takeUntilByteCount(response.body(BodyExtractors.toDataBuffers()),
				MAX_ERROR_BODY);
		return DataBufferUtils
			.join(bytes.takeUntilOther(Mono.delay(ERROR_BODY_TIME, this.exchange.scheduler())).onErrorComplete())
			.map((buffer) -> ErrorBody.read(Buffers.takeBytes(buffer)))
			.defaultIfEmpty(ErrorBody.EMPTY);
	}

}
