package ai.matey.backend.together.http;

import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;

import org.jspecify.annotations.Nullable;
import org.reactivestreams.Subscription;
import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.util.context.Context;

import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
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
 * One attempt over HTTP: sends the request and keeps what comes back, piece by piece,
 * until the call takes it. The HTTP library's threads put things here, the thread that
 * works for the call takes them.
 */
final class HttpAttempt implements CoreSubscriber<DataBuffer> {

	/** Counts the attempts of a call, for those who look at the traffic. */
	static final String RETRY_COUNT_HEADER = "x-retry-count";

	/** Where WebClient's own observation looks for the value of its tag "uri". */
	private static final String URI_TEMPLATE = WebClient.class.getName() + ".uriTemplate";

	private static final String JSON = MediaType.APPLICATION_JSON_VALUE;

	private static final String STREAM = MediaType.TEXT_EVENT_STREAM_VALUE + ", " + JSON;

	/** Stands for bytes that nobody will take. */
	private static final Object ABANDONED = new Object();

	private final TogetherExchange exchange;

	private final ProviderRequest outbound;

	private final Attempt attempt;

	private final Context context;

	private final Runnable news;

	private final AttemptConnection connection = new AttemptConnection();

	private final AtomicReference<@Nullable Subscription> subscription = new AtomicReference<>();

	private final AtomicReference<@Nullable Object> bytes = new AtomicReference<>();

	/** The key that was sent, empty until it is known. */
	private volatile String apiKey = "";

	private volatile boolean connected;

	private volatile @Nullable ClientResponse response;

	private volatile boolean over;

	private volatile @Nullable Throwable failure;

	/** Gives what is still to come of an answer that nobody wants, if it is read. */
	private volatile @Nullable Subscription rest;

	/** How much of it is read. Only the HTTP library's thread looks. */
	private long restSize;

	/** Whether bytes were asked for that have not been taken. */
	private boolean asked;

	/**
	 * Creates an attempt.
	 * @param exchange the exchange that it belongs to
	 * @param outbound what is sent
	 * @param call the call that it belongs to
	 * @param number its number within the call, from 1
	 * @param context the caller's context
	 * @param news told whenever there is something to take
	 */
	HttpAttempt(TogetherExchange exchange, ProviderRequest outbound, BackendCall call, int number, Context context,
			Runnable news) {
		this.exchange = exchange;
		this.outbound = outbound;
		this.attempt = new Attempt(call, number, new Redaction(() -> this.apiKey, outbound.prompts()),
				exchange.client().proxy());
		this.context = context;
		this.news = news;
		this.restSize = exchange.client().maxInMemorySize();
	}

	/**
	 * Asks for the key and sends the request.
	 */
	void send() {
		ApiKeyResolver.of(this.exchange.client().apiKeySupplier(), this.attempt.call())
			.flatMapMany(this::send)
			.subscribe(this);
	}

	private Flux<DataBuffer> send(String apiKey) {
		this.apiKey = apiKey;
		return request().exchangeToFlux(this::received);
	}

	private WebClient.RequestHeadersSpec<?> request() {
		WebClient.RequestBodySpec request = this.exchange.webClient()
			.method(this.outbound.method())
			.uri(this.exchange.uri(this.outbound.path()))
			.attribute(URI_TEMPLATE, this.outbound.path())
			.httpRequest(this::connected)
			.headers(this::addTo);
		byte[] body = this.outbound.body();
		// Written as it is: to look for an encoder of bytes costs more than to make them.
		return (body != null)
				? request.body((message, context) -> message.writeWith(Mono.just(message.bufferFactory().wrap(body))))
				: request;
	}

	/**
	 * Names in lower case are taken as they are; others are converted again and again.
	 */
	private void addTo(HttpHeaders headers) {
		this.exchange.client().headers().forEach(headers::set);
		headers.set("authorization", "Bearer " + this.apiKey);
		headers.set("accept", this.outbound.streaming() ? STREAM : JSON);
		byte[] body = this.outbound.body();
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
		this.news.run();
		return response.body(BodyExtractors.toDataBuffers());
	}

	@Override
	public void onSubscribe(Subscription subscription) {
		if (!this.subscription.compareAndSet(null, subscription)) {
			subscription.cancel();
		}
	}

	@Override
	public void onNext(DataBuffer bytes) {
		if (this.bytes.compareAndSet(null, bytes)) {
			this.news.run();
		}
		else {
			drop(bytes);
		}
	}

	/**
	 * Not more than a limit: a server that floods us must feel that nobody reads.
	 */
	private void drop(DataBuffer bytes) {
		this.restSize -= bytes.readableByteCount();
		DataBufferUtils.release(bytes);
		Subscription rest = this.rest;
		if (rest != null && this.restSize > 0) {
			rest.request(1);
		}
	}

	@Override
	public void onError(Throwable failure) {
		this.failure = failure;
		this.over = true;
		this.news.run();
	}

	@Override
	public void onComplete() {
		this.over = true;
		this.news.run();
	}

	@Override
	public Context currentContext() {
		return this.context;
	}

	Attempt attempt() {
		return this.attempt;
	}

	/**
	 * What it means that a deadline passes now.
	 * @param deadline the deadline's own words, which blame the provider
	 * @return the same, unless the key is still awaited
	 */
	AdapterException exceeded(AdapterException deadline) {
		return this.apiKey.isEmpty() ? ApiKeyResolver.late(this.attempt.call(), deadline) : deadline;
	}

	/**
	 * Whether a connection was made.
	 * @return {@code true} from the moment in which the request is written
	 */
	boolean isConnected() {
		return this.connected;
	}

	/**
	 * What came of the answer before its body.
	 * @return the answer, or {@code null} if there is none yet
	 */
	@Nullable ResponseHead head() {
		ClientResponse response = this.response;
		if (response == null) {
			return null;
		}
		HttpHeaders headers = response.headers().asHttpHeaders();
		return new ResponseHead(response.statusCode().value(), headers, this.exchange.rateLimitHeaders().read(headers));
	}

	/**
	 * Asks for bytes, unless they have been asked for.
	 * @return whether they had to be asked for
	 */
	boolean askForBytes() {
		Subscription subscription = this.subscription.get();
		if (this.asked || subscription == null) {
			return false;
		}
		this.asked = true;
		subscription.request(1);
		return true;
	}

	/**
	 * Takes the bytes that have come.
	 * @return the bytes, to be released by the caller, or {@code null} if there are none
	 */
	@Nullable DataBuffer takeBytes() {
		if (this.bytes.get() instanceof DataBuffer buffer && this.bytes.compareAndSet(buffer, null)) {
			this.asked = false;
			return buffer;
		}
		return null;
	}

	/**
	 * Whether nothing more will come. Bytes may still be there.
	 * @return whether the attempt is over
	 */
	boolean isOver() {
		return this.over;
	}

	/**
	 * What the answer's body was broken by.
	 * @return the failure as the HTTP library puts it, or {@code null} for a good end
	 */
	@Nullable Throwable failure() {
		return this.failure;
	}

	/**
	 * What an attempt failed with that is over before there was an answer. For an end
	 * without one HTTP libraries sometimes have no word.
	 * @return the failure
	 */
	AdapterException withoutAnswer() {
		Throwable failure = this.failure;
		return TransportErrors.map(this.attempt,
				(failure != null) ? failure : new IOException("The HTTP client ended without an answer"));
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
	 * Ends the attempt: nobody will take anything any more. The connection is closed,
	 * unless the answer was read to its end; if it cannot be closed, the rest is read and
	 * dropped, up to a limit. May be called by any thread, and more than once.
	 */
	void abandon() {
		if (this.bytes.getAndSet(ABANDONED) instanceof DataBuffer left) {
			DataBufferUtils.release(left);
		}
		Subscription subscription = this.subscription.getAndSet(Operators.cancelledSubscription());
		if (subscription == Operators.cancelledSubscription()) {
			return;
		}
		boolean over = this.over;
		if (subscription != null && !over) {
			leave(subscription);
		}
		if (!over || this.failure != null) {
			this.connection.close();
		}
	}

	private void leave(Subscription subscription) {
		if (this.response != null && this.connection.isDeafToCancel()) {
			this.rest = subscription;
			subscription.request(1);
		}
		else {
			subscription.cancel();
		}
	}

}
