package ai.matey.backend.together.http;

import java.io.IOException;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.client.reactive.ClientHttpRequest;
import org.springframework.web.reactive.function.BodyExtractors;
import org.springframework.web.reactive.function.client.ClientResponse;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendCall;
import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.Redaction;
import ai.matey.backend.together.error.TransportErrors;
import ai.matey.errors.AdapterException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.NetworkException;

/**
 * One attempt over HTTP: asks for the key, sends the request and keeps what comes back
 * until the call takes it.
 */
final class HttpAttempt {

	/** Counts the attempts of a call, for those who look at the traffic. */
	static final String RETRY_COUNT_HEADER = "x-retry-count";

	/** Where WebClient's own observation looks for the value of its tag "uri". */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

	private static final String STREAM = MediaType.TEXT_EVENT_STREAM_VALUE + ", " + JSON;

	private final TogetherExchange exchange;

	private final ProviderRequest request;

	private final Attempt attempt;

	private final Runnable listener;

	private final AttemptConnection connection = new AttemptConnection();

	private final ResponseBody body;

	/** The key that was sent, empty until it is known. */
	private volatile String apiKey = "";

	private volatile boolean connected;

	private volatile @Nullable ClientResponse response;

	/**
	 * Create an attempt.
	 * @param exchange the exchange that it belongs to
	 * @param request the request
	 * @param call the call that it belongs to
	 * @param number its number within the call, from 1
	 * @param context the caller's context
	 * @param listener run whenever there is something new
	 */
	HttpAttempt(TogetherExchange exchange, ProviderRequest request, BackendCall call, int number, Context context,
			Runnable listener) {
		this.exchange = exchange;
		this.request = request;
		this.attempt = new Attempt(call, number, new Redaction(() -> this.apiKey, request.prompts()),
				exchange.client().proxy());
		this.listener = listener;
		this.body = new ResponseBody(context, exchange.client().maxInMemorySize(), listener);
	}

	/**
	 * Ask for the key and send the request.
	 */
	void send() {
		ApiKeyResolver.of(this.exchange.client().apiKeySupplier(), this.attempt.call())
			.flatMapMany(this::send)
			.subscribe(this.body);
	}

	private Flux<DataBuffer> send(String apiKey) {
		this.apiKey = apiKey;
		return httpRequest().exchangeToFlux(this::received);
	}

	private WebClient.RequestHeadersSpec<?> httpRequest() {
		WebClient.RequestBodySpec spec = this.exchange.webClient()
			.method(this.request.method())
			.uri(this.exchange.uri(this.request.path()))
			.attribute(URI_TEMPLATE, this.request.path())
			.httpRequest(this::connected)
			.headers(this::addHeaders);
		byte[] body = this.request.body();
		// Written as it is: to look for an encoder of bytes costs more than to make them.
		return (body != null)
				? spec.body((message, context) -> message.writeWith(Mono.just(message.bufferFactory().wrap(body))))
				: spec;
	}

	/**
	 * Names in lower case are taken as they are; others are converted again and again.
	 */
	private void addHeaders(HttpHeaders headers) {
		this.exchange.client().headers().forEach(headers::set);
		headers.set("authorization", "Bearer " + this.apiKey);
		headers.set("accept", this.request.streaming() ? STREAM : JSON);
		byte[] body = this.request.body();
		if (body != null) {
			headers.set("content-type", JSON);
			headers.set("content-length", String.valueOf(body.length));
		}
		if (this.attempt.number() > 1) {
			headers.set(RETRY_COUNT_HEADER, String.valueOf(this.attempt.number() - 1));
		}
	}

	private void connected(ClientHttpRequest request) {
		this.connected = true;
		this.connection.made(request);
	}

	private Flux<DataBuffer> received(ClientResponse response) {
		this.response = response;
		this.listener.run();
		return response.body(BodyExtractors.toDataBuffers());
	}

	/**
	 * Return the attempt as errors describe it.
	 * @return the description
	 */
	Attempt attempt() {
		return this.attempt;
	}

	/**
	 * Whether a connection was made.
	 * @return {@code true} from the moment in which the request is written
	 */
	boolean isConnected() {
		return this.connected;
	}

	/**
	 * Return the head of the response.
	 * @return the head, or {@code null} if there is none yet
	 */
	@Nullable ResponseHead head() {
		ClientResponse response = this.response;
		if (response == null) {
			return null;
		}
		HttpHeaders headers = response.headers().asHttpHeaders();
		int status = response.statusCode().value();
		return new ResponseHead(status, headers, this.exchange.rateLimitHeaders().read(headers, status));
	}

	ResponseBody body() {
		return this.body;
	}

	/**
	 * Return what the attempt failed with that is over before there was a response. For
	 * an end without one HTTP libraries sometimes have no word.
	 * @return the failure
	 */
	AdapterException withoutResponse() {
		Throwable failure = this.body.failure();
		return TransportErrors.map(this.attempt,
				(failure != null) ? failure : new IOException("The HTTP client ended without an answer"));
	}

	/**
	 * Return what it means that a deadline passes now.
	 * @param deadline the deadline's own words, which blame the provider
	 * @return the same, unless the key is still awaited
	 */
	AdapterException exceeded(AdapterException deadline) {
		return this.apiKey.isEmpty() ? ApiKeyResolver.late(this.attempt.call(), deadline) : deadline;
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

	/**
	 * End the attempt: nobody will take anything any more. The connection is closed,
	 * unless the response was read to its end. May be called by any thread, and more than
	 * once.
	 */
	void cancel() {
		if (this.body.cancel(this.response != null && this.connection.ignoresCancel())) {
			this.connection.close();
		}
	}

}
