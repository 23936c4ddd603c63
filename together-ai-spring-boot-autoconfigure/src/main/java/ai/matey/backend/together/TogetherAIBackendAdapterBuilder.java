package ai.matey.backend.together;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;
import reactor.netty.resources.ConnectionProvider;

import org.springframework.http.client.reactive.ReactorClientHttpConnector;
import org.springframework.util.function.SingletonSupplier;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendObserver;
import ai.matey.adapter.BackendPacer;
import ai.matey.adapter.RefusedModels;
import ai.matey.backend.together.error.ClientProperties;
import ai.matey.backend.together.error.RateLimitHeaders;
import ai.matey.backend.together.http.BaseUrl;
import ai.matey.backend.together.http.CompositeListener;
import ai.matey.backend.together.http.HeaderRules;
import ai.matey.backend.together.http.InFlightCalls;
import ai.matey.backend.together.http.RetryPolicy;
import ai.matey.backend.together.http.TogetherClient;
import ai.matey.backend.together.http.TogetherExchange;
import ai.matey.backend.together.settings.TogetherApiKeySupplier;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.backend.together.settings.TogetherSettings;
import ai.matey.errors.AuthenticationException;
import ai.matey.errors.ErrorCode;
import ai.matey.errors.ErrorDetails;
import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRParameters;

/**
 * Builder for a {@link TogetherAIBackendAdapter}. Every setting has a default. An adapter
 * without a key can be built, but its calls fail. Not thread-safe.
 *
 * @since 0.1.0
 */
public final class TogetherAIBackendAdapterBuilder {

	/** The base URL of Together's API. */
	public static final String DEFAULT_BASE_URL = BaseUrl.DEFAULT;

	/** The default deadlines of a client. */
	public static final IRDeadlines DEFAULT_DEADLINES = new IRDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(60),
			Duration.ofSeconds(30), Duration.ofMinutes(2), null, Duration.ofMinutes(5));

	/** HTTP libraries represent the milliseconds as an {@code int}. */
	private static final Duration MAX_CONNECT = Duration.ofDays(24);

	private String name = "default";

	private @Nullable String apiKey;

	private @Nullable TogetherApiKeySupplier apiKeySupplier;

	private String baseUrl = DEFAULT_BASE_URL;

	private @Nullable String defaultModel;

	private IRParameters defaultParameters = IRParameters.NONE;

	private @Nullable String defaultSystem;

	private final Map<String, String> headers = new LinkedHashMap<>();

	private IRDeadlines deadlines = DEFAULT_DEADLINES;

	private TogetherRetry retry = TogetherRetry.DEFAULT;

	private TogetherHttp http = TogetherHttp.DEFAULT;

	private Duration modelsCacheTtl = Duration.ofHours(1);

	private @Nullable Boolean catalogueKept;

	private Duration unavailableTtl = RefusedModels.DEFAULT_TTL;

	private final List<BackendListener> listeners = new ArrayList<>();

	private BackendObserver observer = BackendObserver.NONE;

	private BackendPacer pacer = BackendPacer.UNLIMITED;

	private boolean splitThinkTags;

	private @Nullable Supplier<WebClient.Builder> webClientBuilder;

	private Duration shutdownGrace = Duration.ofSeconds(20);

	private final List<Runnable> closing = new ArrayList<>();

	TogetherAIBackendAdapterBuilder() {
	}

	/**
	 * Set the name of the client in meters, health and logs.
	 * @param name the name; {@code default} by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * Set the API key for all calls.
	 * @param apiKey the key; {@code null}, blank text and an unresolved placeholder
	 * <code>${...}</code> all mean that there is no key
	 * @return this builder
	 * @throws TogetherConfigurationException if it contains line breaks or other
	 * characters that are not allowed in a header
	 */
	public TogetherAIBackendAdapterBuilder apiKey(@Nullable String apiKey) {
		this.apiKey = (apiKey == null || HeaderRules.isMissingKey(apiKey)) ? null : HeaderRules.apiKey(apiKey.strip());
		this.apiKeySupplier = null;
		return this;
	}

	/**
	 * Set the supplier of the API key for each call.
	 * @param apiKeySupplier the supplier, called before every attempt
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder apiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		this.apiKeySupplier = apiKeySupplier;
		return this;
	}

	/**
	 * Set the base URL of the API.
	 * @param baseUrl a URL with or without a trailing slash or {@code /v1}
	 * @return this builder
	 * @throws TogetherConfigurationException if it is not an HTTP address
	 */
	public TogetherAIBackendAdapterBuilder baseUrl(String baseUrl) {
		this.baseUrl = BaseUrl.normalise(baseUrl);
		return this;
	}

	/**
	 * Set the model for requests that do not name one.
	 * @param defaultModel the model, or {@code null} for none
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
		return this;
	}

	/**
	 * Set default parameters for chat requests.
	 * @param defaultParameters the parameters to use where a request sets none; their
	 * model is ignored
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultParameters(IRParameters defaultParameters) {
		this.defaultParameters = defaultParameters.mutate().model(null).build();
		return this;
	}

	/**
	 * Set the system message for chat requests that have none.
	 * @param defaultSystem the text of the message, or {@code null} for none
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultSystem(@Nullable String defaultSystem) {
		this.defaultSystem = (defaultSystem == null || defaultSystem.isBlank()) ? null : defaultSystem;
		return this;
	}

	/**
	 * Add an additional request header.
	 * @param name its name
	 * @param value its value
	 * @return this builder
	 * @throws TogetherConfigurationException if it contains a line break, or is one that
	 * the client sets itself, such as {@code Authorization}
	 */
	public TogetherAIBackendAdapterBuilder header(String name, String value) {
		HeaderRules.check(name, value);
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Set the deadlines of calls.
	 * @param deadlines the deadlines; those that are {@code null} remain unchanged
	 * @return this builder
	 * @throws TogetherConfigurationException if the connect timeout is longer than HTTP
	 * libraries support
	 */
	public TogetherAIBackendAdapterBuilder deadlines(IRDeadlines deadlines) {
		Duration connect = deadlines.connect();
		if (connect != null && connect.compareTo(MAX_CONNECT) > 0) {
			throw new TogetherConfigurationException("together.timeout.connect",
					"It must not be longer than 24 days but is " + connect + ".", "Change together.timeout.connect.");
		}
		this.deadlines = deadlines.orElse(this.deadlines);
		return this;
	}

	/**
	 * Set when and how often requests are retried.
	 * @param retry the settings
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder retry(TogetherRetry retry) {
		this.retry = retry;
		return this;
	}

	/**
	 * Set the options for connections and size limits.
	 * @param http the settings
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder http(TogetherHttp http) {
		this.http = http;
		return this;
	}

	/**
	 * Set how long a cached list of models remains fresh.
	 * @param modelsCacheTtl the time; one hour by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder modelsCacheTtl(Duration modelsCacheTtl) {
		this.modelsCacheTtl = modelsCacheTtl;
		return this;
	}

	/**
	 * Set the observer for calls.
	 * @param observer the observer for calls of every kind; none by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder observer(BackendObserver observer) {
		this.observer = observer;
		return this;
	}

	/**
	 * Set whether calls fetch the list of models in the background when it is missing or
	 * stale. Calls do not wait for it. Responses can report their cost only once there is
	 * a list.
	 * @param catalogueKept whether to fetch the list; {@code true} by default for
	 * Together's own servers. If {@code false}, the list is fetched only on request
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder catalogueKept(boolean catalogueKept) {
		this.catalogueKept = catalogueKept;
		return this;
	}

	/**
	 * Set how long to remember that a model was refused as not available.
	 * @param unavailableTtl the time; ten minutes by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder unavailableTtl(Duration unavailableTtl) {
		this.unavailableTtl = unavailableTtl;
		return this;
	}

	/**
	 * Add a listener for calls.
	 * @param listener the listener
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder listener(BackendListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Set the pacer that permits attempts, for example to stay below the provider's rate
	 * limits.
	 * @param pacer the pacer, called before each attempt; permits all of them by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder pacer(BackendPacer pacer) {
		this.pacer = pacer;
		return this;
	}

	/**
	 * Set whether to separate reasoning from the text of models that write both into it.
	 * The text of such models starts with {@code <think>}, and the actual response
	 * follows {@code </think>}. Tags anywhere else are left in the text.
	 * @param splitThinkTags {@code false} by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder splitThinkTags(boolean splitThinkTags) {
		this.splitThinkTags = splitThinkTags;
		return this;
	}

	/**
	 * Set the WebClient builder to use instead of the default one. It keeps its
	 * connector, filters and observation; therefore the connect deadline and the settings
	 * of {@link #http}, except for the maximum size in memory, do not apply.
	 * @param webClientBuilder the builder, which is cloned
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder webClientBuilder(WebClient.Builder webClientBuilder) {
		WebClient.Builder copy = webClientBuilder.clone();
		return webClientBuilder(() -> copy);
	}

	/**
	 * Set a supplier of the WebClient builder to use instead of the default one. The
	 * first call invokes it, so that application startup does not load an HTTP library.
	 * @param webClientBuilder the supplier of the builder, invoked once
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder) {
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	/**
	 * Set how long running calls may continue when the adapter is closed.
	 * @param shutdownGrace the grace period, or zero to end them immediately; 20 seconds
	 * by default, since common platforms kill a process after 30 seconds
	 * @return this builder
	 * @throws TogetherConfigurationException if it is negative
	 */
	public TogetherAIBackendAdapterBuilder shutdownGrace(Duration shutdownGrace) {
		if (shutdownGrace.isNegative()) {
			throw new TogetherConfigurationException("together.shutdown-grace",
					"It must not be negative but is " + shutdownGrace + ".", "Change together.shutdown-grace.");
		}
		this.shutdownGrace = shutdownGrace;
		return this;
	}

	/**
	 * Add an action to run when the adapter is closed, such as disposing of a connection
	 * pool.
	 * @param action the action
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder onClose(Runnable action) {
		this.closing.add(action);
		return this;
	}

	/**
	 * Return the current settings, for example to change one of them: {@code
	 * builder.http(builder.settings().http().withMaxConnections(10))}.
	 * @return the settings
	 */
	public TogetherSettings settings() {
		return new TogetherSettings(this.name, this.baseUrl, this.defaultModel, this.deadlines, this.retry, this.http,
				this.apiKey != null || this.apiKeySupplier != null, this.webClientBuilder != null);
	}

	/**
	 * Build the adapter.
	 * @return the adapter, which must be closed when it is no longer needed
	 */
	public TogetherAIBackendAdapter build() {
		String apiKey = this.apiKey;
		String name = this.name;
		// No Mono is created before a call needs it, since loading Mono loads a hundred
		// other classes
		TogetherApiKeySupplier apiKeySupplier = (this.apiKeySupplier != null) ? this.apiKeySupplier
				: () -> (apiKey != null) ? Mono.just(apiKey) : Mono.error(() -> withoutKey(name));
		RefusedModels refusedModels = new RefusedModels(this.unavailableTtl);
		List<BackendListener> listeners = new ArrayList<>(this.listeners);
		listeners.add(0, refusedModels);
		TogetherClient client = new TogetherClient(this.name, this.baseUrl, apiKeySupplier, this.defaultModel,
				this.headers, this.deadlines, this.http.proxy(), this.http.maxInMemorySize(),
				this.http.maxResponseSize(), this.modelsCacheTtl, isCatalogueKept(), refusedModels,
				new CompositeListener(listeners), this.pacer, this.splitThinkTags);
		List<Runnable> closing = new ArrayList<>(this.closing);
		Supplier<WebClient.Builder> builder = (this.webClientBuilder != null) ? this.webClientBuilder
				: ownWebClient(closing)::clone;
		String baseUrl = this.baseUrl;
		SingletonSupplier<WebClient> webClient = SingletonSupplier.of(() -> builder.get()
			.clone()
			.baseUrl(baseUrl)
			.defaultHeader("user-agent", "together-ai-spring-boot")
			.build());
		Clock clock = Clock.systemUTC();
		TogetherRetry retry = this.retry;
		Duration grace = this.shutdownGrace;
		ChatDefaults defaults = new ChatDefaults(this.defaultParameters, this.defaultSystem);
		return new DefaultTogetherAIBackendAdapter(client, defaults,
				() -> new TogetherExchange(client, webClient::obtain,
						new RetryPolicy(retry, () -> ThreadLocalRandom.current().nextDouble()),
						new RateLimitHeaders(clock), new InFlightCalls(grace, Schedulers.parallel(), closing),
						Schedulers.parallel(), System::nanoTime),
				clock, this.observer);
	}

	private boolean isCatalogueKept() {
		return (this.catalogueKept != null) ? this.catalogueKept : BaseUrl.isTogether(this.baseUrl);
	}

	private static AuthenticationException withoutKey(String client) {
		return new AuthenticationException(ErrorCode.MISSING_API_KEY, false,
				ClientProperties.of(client,
						"No API key is set for Together AI client '" + client
								+ "'; nothing was sent. Set together.api-key, or TOGETHER_API_KEY in the environment."),
				ErrorDetails.of(TogetherAIBackendAdapter.PROVIDER, null).withClient(client), null);
	}

	private WebClient.Builder ownWebClient(List<Runnable> closing) {
		ConnectionProvider connections = TogetherHttpClient.connectionProvider(this.name, this.http);
		closing.add(connections::dispose);
		return WebClient.builder()
			.clientConnector(new ReactorClientHttpConnector(
					TogetherHttpClient.create(connections, this.http, this.deadlines.connect())));
	}

}
