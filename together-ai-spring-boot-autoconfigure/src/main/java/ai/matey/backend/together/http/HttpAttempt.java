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
 * One attempt over HTTP: obtains the key, sends the request and holds what was received
 * until the call takes it.
 */
final class HttpAttempt {

	/** The number of retries so far, for those who inspect the traffic. */
	static final String RETRY_COUNT_HEADER = "x-retry-count";

	/** The attribute that WebClient's observation uses for its tag "uri". */
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
	 * @param exchange the exchange
	 * @param request the request
	 * @param call the call
	 * @param number the number of the attempt within the call, starting with 1
	 * @param context the caller's context
	 * @param listener runs whenever something was received
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
	 * Obtain the key and send the request.
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
		// Written directly, since finding an encoder for bytes costs more than encoding.
		return (body != null)
				? spec.body((message, context) -> message.writeWith(Mono.just(message.bufferFactory().wrap(body))))
				: spec;
	}

	/**
	 * Names are in lower case, since others would have to be converted repeatedly.
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
	 * Return the description of the attempt for errors.
	 * @return the description
	 */
	Attempt attempt() {
		return this.attempt;
	}

	/**
	 * Whether a connection was established.
	 * @return {@code true} as soon as the request is being written
	 */
	boolean isConnected() {
		return this.connected;
	}

	/**
	 * Return the head of the response.
	 * @return the head, or {@code null} if it has not been received
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
	 * Return the error of an attempt that ended before the response. HTTP libraries
	 * sometimes complete without a response or an error.
	 * @return the error
	 */
	AdapterException withoutResponse() {
		Throwable failure = this.body.failure();
		return TransportErrors.map(this.attempt,
				(failure != null) ? failure : new IOException("The HTTP client completed without a response"));
	}

	/**
	 * Return the error for a deadline that passes now.
	 * @param deadline the error of the deadline, which blames the provider
	 * @return the same error, unless the attempt is still waiting for the key
	 */
	AdapterException exceeded(AdapterException deadline) {
		return this.apiKey.isEmpty() ? ApiKeyResolver.late(this.attempt.call(), deadline) : deadline;
	}

	/**
	 * Return whether the attempt failed only because its pooled connection was dead.
	 * @param failure the error of the attempt
	 * @return whether the request can be sent again without counting as a retry
	 */
	boolean foundDeadConnection(AdapterException failure) {
		return this.connection.wasKept() && failure instanceof NetworkException
				&& failure.code() == ErrorCode.NETWORK_ERROR && failure.isRetryable() && failure.status() == null;
	}

	/**
	 * Abandon the attempt. The connection is closed unless the response was read to its
	 * end. May be called by any thread, and more than once.
	 */
	void cancel() {
		if (this.body.cancel(this.response != null && this.connection.ignoresCancel())) {
			this.connection.close();
		}
	}

}
