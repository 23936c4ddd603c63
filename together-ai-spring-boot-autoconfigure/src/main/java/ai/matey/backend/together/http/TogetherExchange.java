package ai.matey.backend.together.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import reactor.core.CoreSubscriber;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;

/**
 * Makes all calls to Together and holds what they share. A {@link ResponseReader} handles
 * the differences between kinds of responses.
 */
public final class TogetherExchange {

	private final TogetherClient client;

	private final Supplier<WebClient> webClient;

	private final RetryPolicy retryPolicy;

	private final RateLimitHeaders rateLimitHeaders;

	private final TogetherErrors errors;

	private final InFlightCalls inFlightCalls;

	private final Scheduler scheduler;

	private final InetSocketAddress server;

	/**
	 * Cached because building a URI takes longer than mapping a request. There are only a
	 * few paths.
	 */
	private final ConcurrentMap<String, URI> uris = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	/**
	 * Create an exchange.
	 * @param client the client's settings
	 * @param webClient supplies the client that sends requests; invoked for the first one
	 * @param retryPolicy decides about retries
	 * @param rateLimitHeaders reads the rate limits of responses
	 * @param inFlightCalls tracks the running calls
	 * @param scheduler runs the deadlines and the waits between attempts
	 * @param nanoTime the clock of the deadlines
	 */
	public TogetherExchange(TogetherClient client, Supplier<WebClient> webClient, RetryPolicy retryPolicy,
			RateLimitHeaders rateLimitHeaders, InFlightCalls inFlightCalls, Scheduler scheduler,
			LongSupplier nanoTime) {
		this.client = client;
		this.webClient = webClient;
		this.retryPolicy = retryPolicy;
		this.rateLimitHeaders = rateLimitHeaders;
		this.errors = new TogetherErrors(rateLimitHeaders);
		this.inFlightCalls = inFlightCalls;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.server = BaseUrl.server(client.baseUrl());
	}

	/**
	 * Return an exchange that uses another key.
	 * @param apiKeySupplier supplies the key
	 * @return an exchange that shares everything else with this one
	 */
	public TogetherExchange withApiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		return new TogetherExchange(this.client.withApiKeySupplier(apiKeySupplier), this.webClient, this.retryPolicy,
				this.rateLimitHeaders, this.inFlightCalls, this.scheduler, this.nanoTime);
	}

	InetSocketAddress server() {
		return this.server;
	}

	URI uri(String path) {
		return this.uris.computeIfAbsent(path, (key) -> URI.create(this.client.baseUrl() + key));
	}

	TogetherClient client() {
		return this.client;
	}

	WebClient webClient() {
		return this.webClient.get();
	}

	RetryPolicy retryPolicy() {
		return this.retryPolicy;
	}

	RateLimitHeaders rateLimitHeaders() {
		return this.rateLimitHeaders;
	}

	public TogetherErrors errors() {
		return this.errors;
	}

	public InFlightCalls inFlightCalls() {
		return this.inFlightCalls;
	}

	CallDeadlines deadlines(ProviderRequest request, Runnable check) {
		return new CallDeadlines(request, this.client.deadlines(), this.nanoTime, this.scheduler, check);
	}

	Disposable schedule(Duration delay, Runnable task) {
		return this.scheduler.schedule(task, delay.toNanos(), TimeUnit.NANOSECONDS);
	}

	/**
	 * Return a call with a single result, which starts when subscribed to.
	 * @param <T> the type of the result
	 * @param request the request
	 * @param readers creates the reader of a response
	 * @return the result
	 */
	public <T> Mono<T> call(ProviderRequest request, ResponseReader.Factory<T> readers) {
		return Mono.fromDirect(stream(request, readers));
	}

	/**
	 * Return a call with many results, which starts when subscribed to.
	 * @param <T> the type of the items
	 * @param request the request
	 * @param readers creates the reader of a response
	 * @return the items of the response
	 */
	public <T> Flux<T> stream(ProviderRequest request, ResponseReader.Factory<T> readers) {
		return Flux.from((subscriber) -> {
			CoreSubscriber<? super T> caller = Operators.toCoreSubscriber(subscriber);
			new TogetherCall<>(this, request, readers, caller).start();
		});
	}

}
