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
 * Builds a {@link TogetherAIBackendAdapter}. Everything has a default; without a key the
 * adapter is built and its calls fail. Not thread-safe.
 */
public final class TogetherAIBackendAdapterBuilder {

	/** The address of Together's own API. */
	public static final String DEFAULT_BASE_URL = BaseUrl.DEFAULT;

	/** The deadlines of a client for which nothing else is set. */
	public static final IRDeadlines DEFAULT_DEADLINES = new IRDeadlines(Duration.ofSeconds(5), Duration.ofSeconds(60),
			Duration.ofSeconds(30), Duration.ofMinutes(2), null, Duration.ofMinutes(5));

	/** HTTP libraries count the milliseconds in an {@code int}. */
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
	 * The client's name in meters, health and logs.
	 * @param name a name; {@code default} by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder name(String name) {
		this.name = name;
		return this;
	}

	/**
	 * The API key of all calls.
	 * @param apiKey the key; {@code null}, a blank text or an unresolved placeholder
	 * <code>${...}</code> means that there is none
	 * @return this builder
	 * @throws TogetherConfigurationException if it holds line breaks or other characters
	 * that a header cannot
	 */
	public TogetherAIBackendAdapterBuilder apiKey(@Nullable String apiKey) {
		this.apiKey = (apiKey == null || HeaderRules.isMissingKey(apiKey)) ? null : HeaderRules.apiKey(apiKey.strip());
		this.apiKeySupplier = null;
		return this;
	}

	/**
	 * Gives the API key of each call.
	 * @param apiKeySupplier asked before every attempt
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder apiKeySupplier(TogetherApiKeySupplier apiKeySupplier) {
		this.apiKeySupplier = apiKeySupplier;
		return this;
	}

	/**
	 * The address of the API.
	 * @param baseUrl a URL with or without a trailing slash or {@code /v1}
	 * @return this builder
	 * @throws TogetherConfigurationException if it is not an HTTP address
	 */
	public TogetherAIBackendAdapterBuilder baseUrl(String baseUrl) {
		this.baseUrl = BaseUrl.normalise(baseUrl);
		return this;
	}

	/**
	 * The model for requests that name none.
	 * @param defaultModel the model, or {@code null} for none
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
		return this;
	}

	/**
	 * Set the parameters of chat requests that do not set them.
	 * @param defaultParameters the parameters; a model among them is ignored
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultParameters(IRParameters defaultParameters) {
		this.defaultParameters = defaultParameters.mutate().model(null).build();
		return this;
	}

	/**
	 * Set the system message of chat requests that have none.
	 * @param defaultSystem text of the message, or {@code null} for none
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder defaultSystem(@Nullable String defaultSystem) {
		this.defaultSystem = (defaultSystem == null || defaultSystem.isBlank()) ? null : defaultSystem;
		return this;
	}

	/**
	 * Adds an extra request header.
	 * @param name its name
	 * @param value its value
	 * @return this builder
	 * @throws TogetherConfigurationException if a line break is in it
	 */
	public TogetherAIBackendAdapterBuilder header(String name, String value) {
		HeaderRules.check(name, value);
		this.headers.put(name, value);
		return this;
	}

	/**
	 * Set how long calls may take.
	 * @param deadlines the deadlines; those that are {@code null} stay as they were
	 * @return this builder
	 * @throws TogetherConfigurationException if the time to connect is longer than HTTP
	 * libraries can count
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
	 * When a request is sent again.
	 * @param retry the settings
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder retry(TogetherRetry retry) {
		this.retry = retry;
		return this;
	}

	/**
	 * Connections and sizes.
	 * @param http the settings
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder http(TogetherHttp http) {
		this.http = http;
		return this;
	}

	/**
	 * How long a list of models is fresh.
	 * @param modelsCacheTtl a time; one hour by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder modelsCacheTtl(Duration modelsCacheTtl) {
		this.modelsCacheTtl = modelsCacheTtl;
		return this;
	}

	/**
	 * Set what observes the calls.
	 * @param observer observes calls of every kind; nothing does by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder observer(BackendObserver observer) {
		this.observer = observer;
		return this;
	}

	/**
	 * Set whether calls fetch the list of models for those to come when there is none, or
	 * an old one. Responses can tell their cost once there is one. No call waits for it.
	 * @param catalogueKept by default {@code true} for Together's own servers; otherwise
	 * there is a list once somebody asks for it
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder catalogueKept(boolean catalogueKept) {
		this.catalogueKept = catalogueKept;
		return this;
	}

	/**
	 * Set how long it is remembered that a model was refused as not available.
	 * @param unavailableTtl a time; ten minutes by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder unavailableTtl(Duration unavailableTtl) {
		this.unavailableTtl = unavailableTtl;
		return this;
	}

	/**
	 * Adds a listener.
	 * @param listener is told what happens to calls
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder listener(BackendListener listener) {
		this.listeners.add(listener);
		return this;
	}

	/**
	 * Set what permits attempts, such as one that keeps them below the provider's rate
	 * limits.
	 * @param pacer asked before each attempt; permits all by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder pacer(BackendPacer pacer) {
		this.pacer = pacer;
		return this;
	}

	/**
	 * Whether reasoning that a model writes into its text is taken out of it. A few
	 * models do so: their text opens with {@code <think>} and the answer follows
	 * {@code </think>}. Tags further inside are left alone, and so is a text that opens
	 * without one.
	 * @param splitThinkTags {@code false} by default
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder splitThinkTags(boolean splitThinkTags) {
		this.splitThinkTags = splitThinkTags;
		return this;
	}

	/**
	 * Starts from a WebClient of the application in place of one of our own. It keeps its
	 * connector, filters and observation; the settings of {@link #http} and the connect
	 * deadline then are up to its connector, except for the size in memory.
	 * @param webClientBuilder the builder; it is cloned
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder webClientBuilder(WebClient.Builder webClientBuilder) {
		WebClient.Builder copy = webClientBuilder.clone();
		return webClientBuilder(() -> copy);
	}

	/**
	 * The same for a WebClient that is made for the first call, so that an application
	 * does not load an HTTP library while it starts.
	 * @param webClientBuilder gives the builder, asked once
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder webClientBuilder(Supplier<WebClient.Builder> webClientBuilder) {
		this.webClientBuilder = webClientBuilder;
		return this;
	}

	/**
	 * How long running calls may go on when the adapter is closed.
	 * @param shutdownGrace a time, zero to end them at once; 20 s by default, so that
	 * they end before common platforms lose patience at 30 s
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
	 * Something to do when the adapter is closed, such as disposing a connection pool.
	 * @param action what to do
	 * @return this builder
	 */
	public TogetherAIBackendAdapterBuilder onClose(Runnable action) {
		this.closing.add(action);
		return this;
	}

	/**
	 * Return the settings so far, to change one of them:
	 * {@code builder.http(builder.settings().http().withMaxConnections(10))}.
	 * @return the settings
	 */
	public TogetherSettings settings() {
		return new TogetherSettings(this.name, this.baseUrl, this.defaultModel, this.deadlines, this.retry, this.http,
				this.apiKey != null || this.apiKeySupplier != null, this.webClientBuilder != null);
	}

	/**
	 * Builds the adapter.
	 * @return the adapter, to be closed when it is no longer needed
	 */
	public TogetherAIBackendAdapter build() {
		String apiKey = this.apiKey;
		String name = this.name;
		// No Mono is made before a call needs it: the class takes a hundred others with
		// it
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
				ClientProperties.of(client, "No API key of Together AI client '" + client
						+ "' is set; nothing was sent. Set together.api-key, or TOGETHER_API_KEY in the environment."),
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
