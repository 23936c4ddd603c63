package ai.matey.autoconfigure.together;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

import ai.matey.middleware.budget.BudgetPeriod;
import ai.matey.object.ObjectMode;

/**
 * Properties of one client. A named client inherits what it does not set from the
 * properties under {@code together}, except for the key if its base URL points to another
 * server. {@code null} means "not set".
 *
 * @since 0.1.0
 */
public class TogetherClientProperties {

	/**
	 * API key, usually set as TOGETHER_API_KEY in the environment.
	 */
	private @Nullable String apiKey;

	/**
	 * File that contains only the API key, such as a mounted secret. Read for every call,
	 * so that the key can be changed without a restart. Takes precedence over the API
	 * key.
	 */
	private @Nullable Path apiKeyFile;

	/**
	 * Base URL of the API. If it has no path, "/v1" is appended.
	 */
	private @Nullable String baseUrl;

	/**
	 * Model for requests that do not name one.
	 */
	private @Nullable String defaultModel;

	/**
	 * Additional request headers.
	 */
	private Map<String, String> headers = new LinkedHashMap<>();

	/**
	 * Whether to treat text between "think" tags at the beginning of a response as
	 * reasoning.
	 */
	private @Nullable Boolean splitThinkTags;

	/**
	 * Maximum time that running calls may take once the application begins to shut down.
	 * Falls back to spring.lifecycle.timeout-per-shutdown-phase.
	 */
	private @Nullable Duration shutdownGrace;

	@NestedConfigurationProperty
	private Chat chat = Chat.UNSET;

	@NestedConfigurationProperty
	private Timeout timeout = Timeout.UNSET;

	@NestedConfigurationProperty
	private Retry retry = Retry.UNSET;

	@NestedConfigurationProperty
	private Http http = Http.UNSET;

	@NestedConfigurationProperty
	private Ssl ssl = Ssl.UNSET;

	@NestedConfigurationProperty
	private Models models = Models.UNSET;

	@NestedConfigurationProperty
	private Tools tools = Tools.UNSET;

	@NestedConfigurationProperty
	private Objects objects = Objects.UNSET;

	@NestedConfigurationProperty
	private Pacing pacing = Pacing.UNSET;

	@NestedConfigurationProperty
	private Budget budget = Budget.UNSET;

	@NestedConfigurationProperty
	private Cache cache = Cache.UNSET;

	@NestedConfigurationProperty
	private Exchanges exchanges = Exchanges.UNSET;

	public @Nullable String getApiKey() {
		return this.apiKey;
	}

	public void setApiKey(@Nullable String apiKey) {
		this.apiKey = apiKey;
	}

	public @Nullable Path getApiKeyFile() {
		return this.apiKeyFile;
	}

	public void setApiKeyFile(@Nullable Path apiKeyFile) {
		this.apiKeyFile = apiKeyFile;
	}

	public @Nullable String getBaseUrl() {
		return this.baseUrl;
	}

	public void setBaseUrl(@Nullable String baseUrl) {
		this.baseUrl = baseUrl;
	}

	public @Nullable String getDefaultModel() {
		return this.defaultModel;
	}

	public void setDefaultModel(@Nullable String defaultModel) {
		this.defaultModel = defaultModel;
	}

	public Map<String, String> getHeaders() {
		return this.headers;
	}

	public void setHeaders(Map<String, String> headers) {
		this.headers = headers;
	}

	public @Nullable Boolean getSplitThinkTags() {
		return this.splitThinkTags;
	}

	public void setSplitThinkTags(@Nullable Boolean splitThinkTags) {
		this.splitThinkTags = splitThinkTags;
	}

	public @Nullable Duration getShutdownGrace() {
		return this.shutdownGrace;
	}

	public void setShutdownGrace(@Nullable Duration shutdownGrace) {
		this.shutdownGrace = shutdownGrace;
	}

	public Chat getChat() {
		return this.chat;
	}

	public void setChat(Chat chat) {
		this.chat = chat;
	}

	public Timeout getTimeout() {
		return this.timeout;
	}

	public void setTimeout(Timeout timeout) {
		this.timeout = timeout;
	}

	public Retry getRetry() {
		return this.retry;
	}

	public void setRetry(Retry retry) {
		this.retry = retry;
	}

	public Http getHttp() {
		return this.http;
	}

	public void setHttp(Http http) {
		this.http = http;
	}

	public Ssl getSsl() {
		return this.ssl;
	}

	public void setSsl(Ssl ssl) {
		this.ssl = ssl;
	}

	public Models getModels() {
		return this.models;
	}

	public void setModels(Models models) {
		this.models = models;
	}

	public Tools getTools() {
		return this.tools;
	}

	public void setTools(Tools tools) {
		this.tools = tools;
	}

	public Objects getObjects() {
		return this.objects;
	}

	public void setObjects(Objects objects) {
		this.objects = objects;
	}

	public Pacing getPacing() {
		return this.pacing;
	}

	public void setPacing(Pacing pacing) {
		this.pacing = pacing;
	}

	public Budget getBudget() {
		return this.budget;
	}

	public void setBudget(Budget budget) {
		this.budget = budget;
	}

	public Cache getCache() {
		return this.cache;
	}

	public void setCache(Cache cache) {
		this.cache = cache;
	}

	public Exchanges getExchanges() {
		return this.exchanges;
	}

	public void setExchanges(Exchanges exchanges) {
		this.exchanges = exchanges;
	}

	/**
	 * Defaults for chat requests.
	 *
	 * @param system System message for requests that have none.
	 * @param temperature Temperature for requests that set none.
	 * @param maxTokens Maximum number of tokens of a response, for requests that set
	 * none.
	 * @param topP Cumulative probability of the tokens to consider, for requests that set
	 * none.
	 * @param topK Number of most likely tokens to consider, for requests that set none.
	 * @param minP Minimum probability of a token, for requests that set none.
	 * @param frequencyPenalty Penalty for frequent tokens, for requests that set none.
	 * @param presencePenalty Penalty for tokens that are already present, for requests
	 * that set none.
	 * @param repetitionPenalty Penalty for repetition, for requests that set none.
	 * @param stop Texts that end a response, for requests that set none.
	 * @param reasoningEffort Reasoning effort, for requests that set none.
	 */
	public record Chat(@Nullable String system, @Nullable Double temperature, @Nullable Integer maxTokens,
			@Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double frequencyPenalty,
			@Nullable Double presencePenalty, @Nullable Double repetitionPenalty, @Nullable List<String> stop,
			@Nullable String reasoningEffort) {

		static final Chat UNSET = new Chat(null, null, null, null, null, null, null, null, null, null, null);

		/**
		 * Return some of the numbers, but no prompt.
		 */
		@Override
		public String toString() {
			return "Chat[temperature=" + this.temperature + ", maxTokens=" + this.maxTokens + "]";
		}

	}

	/**
	 * Deadlines of a call.
	 *
	 * @param connect Maximum time to establish a connection. Falls back to
	 * spring.http.clients.connect-timeout.
	 * @param firstToken Maximum time from sending a streaming request to its first token.
	 * @param idle Maximum time between two chunks of a stream.
	 * @param response Maximum time to receive a whole response that is not streamed.
	 * @param total Maximum time of a call, including waits and retries. Unlimited if not
	 * set.
	 * @param unread Maximum time for which the reader of a response may request no data
	 * before the response is cancelled.
	 */
	public record Timeout(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
			@Nullable Duration response, @Nullable Duration total, @Nullable Duration unread) {

		static final Timeout UNSET = new Timeout(null, null, null, null, null, null);

	}

	/**
	 * Retries of requests.
	 *
	 * @param maxAttempts Maximum number of attempts, including the first one. Set to 1 to
	 * disable retries.
	 * @param initialBackoff Wait before the second attempt if the server does not request
	 * one.
	 * @param multiplier Factor by which each further wait grows.
	 * @param maxBackoff Maximum wait if the server does not request one.
	 * @param jitter Maximum fraction, 0 to 1, by which a wait is randomly shortened if
	 * the server does not request one.
	 * @param maxWait Maximum wait that the server may request. A call that would have to
	 * wait longer fails immediately.
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff, @Nullable Double multiplier,
			@Nullable Duration maxBackoff, @Nullable Double jitter, @Nullable Duration maxWait) {

		static final Retry UNSET = new Retry(null, null, null, null, null, null);

	}

	/**
	 * Connections and size limits.
	 *
	 * @param maxConnections Maximum number of open connections. Each running call needs
	 * one, except over HTTP/2.
	 * @param maxIdleTime Time after which an unused connection is closed.
	 * @param pendingAcquireTimeout Maximum time that a call waits for a connection when
	 * all are in use.
	 * @param pendingAcquireMaxCount Maximum number of calls that wait for a connection.
	 * Defaults to twice the maximum number of connections.
	 * @param maxInMemorySize Maximum size of a response that is not streamed, or of one
	 * event of a stream.
	 * @param maxResponseSize Maximum size of an assembled chat response, streamed or not.
	 * @param maxHeaderSize Maximum size of the headers of a response.
	 * @param http2 Whether to use HTTP/2 where the server offers it over TLS.
	 * @param metrics Whether to publish meters of the connection pool. Reactor Netty
	 * only.
	 * @param proxy HTTP proxy between the application and the API.
	 */
	public record Http(@Nullable Integer maxConnections, @Nullable Duration maxIdleTime,
			@Nullable Duration pendingAcquireTimeout, @Nullable Integer pendingAcquireMaxCount,
			@Nullable DataSize maxInMemorySize, @Nullable DataSize maxResponseSize, @Nullable DataSize maxHeaderSize,
			@Nullable Boolean http2, @Nullable Boolean metrics, @Nullable @NestedConfigurationProperty Proxy proxy) {

		static final Http UNSET = new Http(null, null, null, null, null, null, null, null, null, null);

	}

	/**
	 * HTTP proxy between the application and the API.
	 *
	 * @param host Host of the proxy. No proxy is used if blank.
	 * @param port Port of the proxy.
	 * @param username User name for the proxy.
	 * @param password Password for the proxy.
	 */
	public record Proxy(@Nullable String host, @Nullable Integer port, @Nullable String username,
			@Nullable String password) {

		/**
		 * Return the host and port, but not the credentials.
		 */
		@Override
		public String toString() {
			return "Proxy[host=" + this.host + ", port=" + this.port + "]";
		}

	}

	/**
	 * TLS.
	 *
	 * @param bundle Name of the SSL bundle. Falls back to spring.http.clients.ssl.bundle.
	 */
	public record Ssl(@Nullable String bundle) {

		static final Ssl UNSET = new Ssl(null);

	}

	/**
	 * The list of models, their prices and aliases for them.
	 *
	 * @param cacheTtl Time after which a cached list of models is considered stale.
	 * @param check Whether calls fetch a missing or stale list of models in the
	 * background, for prices and to detect configured models that are no longer
	 * available. Defaults to true for Together's own servers.
	 * @param checkAtStartup Whether to fetch the list of models once the application has
	 * started. Startup neither waits for the list nor fails without it.
	 * @param aliases Aliases for lists of models. A request for an alias is sent to the
	 * first available model of its list. Named clients add their own aliases to the
	 * shared ones.
	 * @param unavailableTtl Time for which aliases skip a model after it was refused as
	 * not available.
	 * @param fallbackAtOnce Whether an alias falls back to its next model without retries
	 * if a model is overloaded.
	 * @param fallbackOnRateLimit Whether an alias falls back to its next model if the
	 * rate limit of a model is exceeded.
	 */
	public record Models(@Nullable Duration cacheTtl, @Nullable Boolean check, @Nullable Boolean checkAtStartup,
			@Nullable Map<String, List<String>> aliases, @Nullable Duration unavailableTtl,
			@Nullable Boolean fallbackAtOnce, @Nullable Boolean fallbackOnRateLimit) {

		static final Models UNSET = new Models(null, null, null, null, null, null, null);

	}

	/**
	 * Budget for calls through the bridge.
	 *
	 * @param amount Maximum cost, in US dollars, of all calls of the client in a period.
	 * Unlimited if not set.
	 * @param period Period of a budget. It begins on the hour or at midnight, in UTC.
	 * @param tenantAmount Maximum cost, in US dollars, of the calls of each tenant in a
	 * period. Unlimited if not set.
	 * @param tenantContextKey Key of the tenant's name in the Reactor context. A
	 * BudgetTenant bean takes precedence.
	 * @param assumedOutputTokens Number of output tokens to reserve for a request that
	 * does not limit them.
	 * @param refuseUnpriced Whether to refuse calls to models without a known price.
	 * Otherwise, they are sent but not counted.
	 * @param store Store for the amounts spent.
	 */
	public record Budget(@Nullable BigDecimal amount, @Nullable BudgetPeriod period, @Nullable BigDecimal tenantAmount,
			@Nullable String tenantContextKey, @Nullable Integer assumedOutputTokens, @Nullable Boolean refuseUnpriced,
			@Nullable BudgetStoreType store) {

		static final Budget UNSET = new Budget(null, null, null, null, null, null, null);

	}

	/**
	 * Store of spent amounts.
	 */
	public enum BudgetStoreType {

		/**
		 * In memory, separately for each instance.
		 */
		MEMORY,

		/**
		 * In Redis, shared by all instances; requires Spring Data Redis.
		 */
		REDIS

	}

	/**
	 * Cache of responses.
	 *
	 * @param enabled Whether to cache responses, to be reused for equal requests.
	 * @param name Name of the cache in the application's CacheManager.
	 * @param anyTemperature Whether to cache responses to requests whose temperature is
	 * not 0.
	 */
	public record Cache(@Nullable Boolean enabled, @Nullable String name, @Nullable Boolean anyTemperature) {

		static final Cache UNSET = new Cache(null, null, null);

	}

	/**
	 * Log of exchanges with the server, for debugging.
	 *
	 * @param enabled Whether to keep the latest requests and responses in memory.
	 * @param maxCount Maximum number of exchanges to keep.
	 * @param maxSize Maximum size of all exchanges to keep. A single exchange may take a
	 * quarter of it.
	 * @param includeContent Whether to keep the text of requests and responses. API keys
	 * are never kept.
	 */
	public record Exchanges(@Nullable Boolean enabled, @Nullable Integer maxCount, @Nullable DataSize maxSize,
			@Nullable Boolean includeContent) {

		static final Exchanges UNSET = new Exchanges(null, null, null, null);

	}

	/**
	 * Runs with tools.
	 *
	 * @param maxRounds Maximum number of calls to the model in a run.
	 * @param maxCalls Maximum number of tool calls in a run.
	 * @param maxCallsPerTool Maximum number of calls of one tool in a run.
	 * @param parallelism Maximum number of calls of one round that run concurrently.
	 * @param runTimeout Maximum time of a run until it ends or waits for an approval.
	 * @param callTimeout Maximum time of a tool call, unless the tool sets its own.
	 * @param maxResultLength Maximum number of characters of a result. A longer result is
	 * reported to the model as a failure.
	 * @param withoutReasoning Models whose earlier reasoning is not sent back to them in
	 * a run. A name may end with "*".
	 * @param maxPendingRuns Maximum number of runs waiting for an approval that are kept,
	 * unless there is a ToolRunStore bean. The oldest ones are forgotten first.
	 */
	public record Tools(@Nullable Integer maxRounds, @Nullable Integer maxCalls, @Nullable Integer maxCallsPerTool,
			@Nullable Integer parallelism, @Nullable Duration runTimeout, @Nullable Duration callTimeout,
			@Nullable Integer maxResultLength, @Nullable List<String> withoutReasoning,
			@Nullable Integer maxPendingRuns) {

		static final Tools UNSET = new Tools(null, null, null, null, null, null, null, null, null);

	}

	/**
	 * Typed responses.
	 *
	 * @param mode Method of requesting a typed response from the model.
	 * @param repairRounds Maximum number of times that a model is asked to repair an
	 * invalid typed response. Set to 0 to disable repairs.
	 * @param schemaInPrompt Whether to repeat the request's JSON schema in the prompt.
	 * @param refusalTtl Time for which to remember that a model refused a method of
	 * requesting a typed response. Set to 0 to try every time.
	 */
	public record Objects(@Nullable ObjectMode mode, @Nullable Integer repairRounds, @Nullable Boolean schemaInPrompt,
			@Nullable Duration refusalTtl) {

		static final Objects UNSET = new Objects(null, null, null, null);

	}

	/**
	 * Pacing of calls below the rate limits of the provider.
	 *
	 * @param enabled Whether to pace calls once the provider has rejected one.
	 * @param maxWait Maximum time that a call waits for its turn. A call that would have
	 * to wait longer fails immediately.
	 * @param maxQueue Maximum number of waiting calls for each model.
	 * @param cycle Time in which the rate returns to the value that was rejected. A
	 * shorter cycle detects a raised limit sooner; a longer one causes fewer rejections.
	 */
	public record Pacing(@Nullable Boolean enabled, @Nullable Duration maxWait, @Nullable Integer maxQueue,
			@Nullable Duration cycle) {

		static final Pacing UNSET = new Pacing(null, null, null, null);

	}

}
