package ai.matey.backend.together.http;

import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

import reactor.core.CoreSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Operators;
import reactor.core.scheduler.Scheduler;

import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.backend.together.error.Attempt;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.error.TogetherErrors;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;

/**
 * The way of every call to Together, and what all calls share. What differs between kinds
 * of answers is in the {@link ResponseReader}.
 */
public final class TogetherExchange {

	private final TogetherClient client;

	private final Supplier<WebClient> webClient;

	private final RetryPolicy retryPolicy;

	private final RateLimitHeaders rateLimitHeaders;

	private final TogetherErrors errors;

	private final InFlightCalls running;

	private final Scheduler scheduler;

	private final InetSocketAddress server;

	/** To build a URI takes longer than to map a request. There are few paths. */
	private final ConcurrentMap<String, URI> uris = new ConcurrentHashMap<>();

	private final LongSupplier nanoTime;

	/**
	 * Creates the exchange.
	 * @param client the client's settings
	 * @param webClient sends the requests; asked for at the first one
	 * @param retryPolicy decides whether a request is sent again
	 * @param rateLimitHeaders reads what answers say about limits
	 * @param running keeps the calls until they have ended
	 * @param scheduler runs deadlines and waits
	 * @param nanoTime the clock of the deadlines
	 */
	public TogetherExchange(TogetherClient client, Supplier<WebClient> webClient, RetryPolicy retryPolicy,
			RateLimitHeaders rateLimitHeaders, InFlightCalls running, Scheduler scheduler, LongSupplier nanoTime) {
		this.client = client;
		this.webClient = webClient;
		this.retryPolicy = retryPolicy;
		this.rateLimitHeaders = rateLimitHeaders;
		this.errors = new TogetherErrors(rateLimitHeaders);
		this.running = running;
		this.scheduler = scheduler;
		this.nanoTime = nanoTime;
		this.server = BaseUrl.server(client.baseUrl());
	}

	/**
	 * Return an exchange for calls with a key that is known already.
	 * @param apiKeySupplier gives the key
	 * @return an exchange that shares all else with this one
	 */
	public TogetherExchange withApiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		return new TogetherExchange(this.client.withApiKeySupplier(apiKeySupplier), this.webClient, this.retryPolicy,
				this.rateLimitHeaders, this.running, this.scheduler, this.nanoTime);
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

	public InFlightCalls running() {
		return this.running;
	}

	Scheduler scheduler() {
		return this.scheduler;
	}

	public long nanoTime() {
		return this.nanoTime.getAsLong();
	}

	/**
	 * Makes a call when subscribed to.
	 * @param <T> what the answer holds
	 * @param outbound what is sent
	 * @param readers makes the reader of an attempt's answer
	 * @return what the answer holds
	 */
	public <T> Flux<T> call(ProviderRequest outbound, Function<Attempt, ResponseReader<T>> readers) {
		return Flux.from((subscriber) -> {
			CoreSubscriber<? super T> caller = Operators.toCoreSubscriber(subscriber);
			new TogetherCall<>(this, outbound, readers, caller).begin();
		});
	}

}
