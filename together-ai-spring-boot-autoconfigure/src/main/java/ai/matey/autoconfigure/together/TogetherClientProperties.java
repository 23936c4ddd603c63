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
 * properties under {@code together}, except for the key if its base URL leads to another
 * server. {@code null} means "not set".
 */
public class TogetherClientProperties {

	/**
	 * API key, usually set as TOGETHER_API_KEY in the environment.
	 */
	private @Nullable String apiKey;

	/**
	 * File that contains the API key and nothing else, such as a mounted secret. Read for
	 * every call, so that the key can be changed without a restart. Takes precedence over
	 * the API key.
	 */
	private @Nullable Path apiKeyFile;

	/**
	 * Base URL of the API. "/v1" is appended to an address without a path.
	 */
	private @Nullable String baseUrl;

	/**
	 * Model of requests that name none.
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
	 * Maximum time that calls in flight may take once the application begins to shut
	 * down. Falls back to spring.lifecycle.timeout-per-shutdown-phase.
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
	 * Defaults of chat requests.
	 *
	 * @param system System message of requests that have none.
	 * @param temperature Temperature of requests that set none.
	 * @param maxTokens Maximum number of tokens of a response, for requests that set
	 * none.
	 * @param topP Cumulative probability of the tokens to choose from, for requests that
	 * set none.
	 * @param topK Number of the tokens to choose from, for requests that set none.
	 * @param minP Minimum probability of a token, for requests that set none.
	 * @param frequencyPenalty Penalty for tokens by their frequency, for requests that
	 * set none.
	 * @param presencePenalty Penalty for tokens that are present, for requests that set
	 * none.
	 * @param repetitionPenalty Penalty for repetition, for requests that set none.
	 * @param stop Texts at which a response ends, for requests that set none.
	 * @param reasoningEffort Effort of reasoning, for requests that set none.
	 */
	public record Chat(@Nullable String system, @Nullable Double temperature, @Nullable Integer maxTokens,
			@Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double frequencyPenalty,
			@Nullable Double presencePenalty, @Nullable Double repetitionPenalty, @Nullable List<String> stop,
			@Nullable String reasoningEffort) {

		static final Chat UNSET = new Chat(null, null, null, null, null, null, null, null, null, null, null);

		/**
		 * Return the numbers, but no prompt.
		 */
		@Override
		public String toString() {
			return "Chat[temperature=" + this.temperature + ", maxTokens=" + this.maxTokens + "]";
		}

	}

	/**
	 * Deadlines of a call.
	 *
	 * @param connect Maximum time to make a connection. Falls back to
	 * spring.http.clients.connect-timeout.
	 * @param firstToken Maximum time from sending a streaming request to its first token.
	 * @param idle Maximum time between two chunks of a stream.
	 * @param response Maximum time to receive a whole response that is not streamed.
	 * @param total Maximum time of a call, including waits and retries. Unlimited if not
	 * set.
	 * @param unread Maximum time for which the reader of a response may ask for nothing
	 * before the response is given up.
	 */
	public record Timeout(@Nullable Duration connect, @Nullable Duration firstToken, @Nullable Duration idle,
			@Nullable Duration response, @Nullable Duration total, @Nullable Duration unread) {

		static final Timeout UNSET = new Timeout(null, null, null, null, null, null);

	}

	/**
	 * Retries of a request.
	 *
	 * @param maxAttempts Maximum number of attempts, including the first one. Set to 1 to
	 * disable retries.
	 * @param initialBackoff Wait before the second attempt if the server asks for none.
	 * @param multiplier Factor by which each further wait grows.
	 * @param maxBackoff Maximum wait if the server asks for none.
	 * @param jitter Maximum fraction, 0 to 1, by which a wait is randomly shortened.
	 * @param maxWait Maximum wait that a server may ask for. A call that would have to
	 * wait longer fails at once.
	 */
	public record Retry(@Nullable Integer maxAttempts, @Nullable Duration initialBackoff, @Nullable Double multiplier,
			@Nullable Duration maxBackoff, @Nullable Double jitter, @Nullable Duration maxWait) {

		static final Retry UNSET = new Retry(null, null, null, null, null, null);

	}

	/**
	 * Connections and sizes.
	 *
	 * @param maxConnections Maximum number of open connections. Each call in flight needs
	 * one.
	 * @param maxIdleTime Time after which an unused connection is closed.
	 * @param pendingAcquireTimeout Maximum time that a call waits for a connection when
	 * all are in use.
	 * @param pendingAcquireMaxCount Maximum number of calls that wait for a connection.
	 * Twice max-connections if not set.
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
	 * @param host Host of the proxy. Blank for no proxy.
	 * @param port Port of the proxy.
	 * @param username User name for the proxy.
	 * @param password Password for the proxy.
	 */
	public record Proxy(@Nullable String host, @Nullable Integer port, @Nullable String username,
			@Nullable String password) {

		/**
		 * Return host and port, never the credentials.
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
	 * Models: their list, their prices, and names for them by role.
	 *
	 * @param cacheTtl Time after which a cached list of models is fetched again.
	 * @param check Whether the list of models is fetched in the background when a call
	 * finds it missing or old, to know prices and to notice configured models that are
	 * gone. True for Together's own servers if not set.
	 * @param checkAtStartup Whether to fetch the list of models once the application has
	 * started. Start-up neither waits for it nor fails without it.
	 * @param aliases Names for lists of models. A request that names one is answered by
	 * the first model of the list that serves. Named clients add to these.
	 * @param unavailableTtl Time for which aliases skip a model that was refused as not
	 * available.
	 * @param fallbackAtOnce Whether an alias moves on from an overloaded model without
	 * retries.
	 * @param fallbackOnRateLimit Whether an alias moves on from a model whose rate limit
	 * is exceeded.
	 */
	public record Models(@Nullable Duration cacheTtl, @Nullable Boolean check, @Nullable Boolean checkAtStartup,
			@Nullable Map<String, List<String>> aliases, @Nullable Duration unavailableTtl,
			@Nullable Boolean fallbackAtOnce, @Nullable Boolean fallbackOnRateLimit) {

		static final Models UNSET = new Models(null, null, null, null, null, null, null);

	}

	/**
	 * How much calls through the bridge may cost.
	 *
	 * @param amount Maximum cost in US dollars of all calls of the client in a period.
	 * Unlimited if not set.
	 * @param period Period of a budget. It begins on the hour, or at midnight, in UTC.
	 * @param tenantAmount Maximum cost in US dollars of the calls of each tenant in a
	 * period. Unlimited if not set.
	 * @param tenantContextKey Key in the Reactor context of the tenant's name. A
	 * BudgetTenant bean takes precedence.
	 * @param assumedOutputTokens Number of output tokens to reserve for a request without
	 * a limit.
	 * @param refuseUnpriced Whether to refuse calls to models without a known price.
	 * Otherwise they are sent and not counted.
	 * @param store Store of what was spent.
	 */
	public record Budget(@Nullable BigDecimal amount, @Nullable BudgetPeriod period, @Nullable BigDecimal tenantAmount,
			@Nullable String tenantContextKey, @Nullable Integer assumedOutputTokens, @Nullable Boolean refuseUnpriced,
			@Nullable BudgetStoreType store) {

		static final Budget UNSET = new Budget(null, null, null, null, null, null, null);

	}

	/**
	 * Store of what budgets have spent.
	 */
	public enum BudgetStoreType {

		/**
		 * In the memory of each instance, each for itself.
		 */
		MEMORY,

		/**
		 * In Redis, for all instances together; needs Spring Data Redis.
		 */
		REDIS

	}

	/**
	 * Cache of responses.
	 *
	 * @param enabled Whether to answer equal requests from a cache.
	 * @param name Name of the cache in the application's CacheManager.
	 * @param anyTemperature Whether to cache responses to requests whose temperature is
	 * not 0.
	 */
	public record Cache(@Nullable Boolean enabled, @Nullable String name, @Nullable Boolean anyTemperature) {

		static final Cache UNSET = new Cache(null, null, null);

	}

	/**
	 * Log of exchanges with the server, to debug.
	 *
	 * @param enabled Whether to keep the latest requests and responses in memory.
	 * @param maxCount Maximum number of exchanges that are kept.
	 * @param maxSize Maximum size of all exchanges that are kept. One exchange may take a
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
	 * @param maxRounds Maximum number of times that a run asks the model.
	 * @param maxCalls Maximum number of calls of all tools in a run.
	 * @param maxCallsPerTool Maximum number of calls of one tool in a run.
	 * @param parallelism Maximum number of calls of one round that run at once.
	 * @param runTimeout Maximum time of a run, up to its end or to an approval that it
	 * waits for.
	 * @param callTimeout Maximum time of a call of a tool that does not set its own.
	 * @param maxResultLength Maximum number of characters of a result. The model is told
	 * that a longer one failed.
	 * @param withoutReasoning Models that do not get their earlier reasoning back in a
	 * run. A name may end with "*".
	 * @param maxPendingRuns Maximum number of runs that wait for an approval and are
	 * known, unless a ToolRunStore bean knows them. The oldest ones are forgotten first.
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
	 * @param mode How the model is asked for a typed response.
	 * @param repairRounds Maximum number of times that a model is told what was wrong
	 * with a typed response. Set to 0 to disable repairs.
	 * @param schemaInPrompt Whether the prompt holds the JSON schema that the request
	 * has.
	 * @param refusalTtl How long it is remembered that a model refused to be asked in one
	 * way for a type. Set to 0 to try each time.
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
	 * to wait longer fails at once.
	 * @param maxQueue Maximum number of calls to a model that wait.
	 * @param cycle Time in which the rate returns to where it was rejected. A shorter one
	 * finds a raised limit sooner, a longer one has fewer rejections.
	 */
	public record Pacing(@Nullable Boolean enabled, @Nullable Duration maxWait, @Nullable Integer maxQueue,
			@Nullable Duration cycle) {

		static final Pacing UNSET = new Pacing(null, null, null, null);

	}

}
