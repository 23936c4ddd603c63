package ai.matey.autoconfigure.together;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

import ai.matey.adapter.RefusedModels;
import ai.matey.autoconfigure.together.TogetherClientProperties.Budget;
import ai.matey.autoconfigure.together.TogetherClientProperties.BudgetStoreType;
import ai.matey.autoconfigure.together.TogetherClientProperties.Cache;
import ai.matey.autoconfigure.together.TogetherClientProperties.Exchanges;
import ai.matey.autoconfigure.together.TogetherClientProperties.Chat;
import ai.matey.autoconfigure.together.TogetherClientProperties.Http;
import ai.matey.autoconfigure.together.TogetherClientProperties.Models;
import ai.matey.autoconfigure.together.TogetherClientProperties.Objects;
import ai.matey.autoconfigure.together.TogetherClientProperties.Proxy;
import ai.matey.autoconfigure.together.TogetherClientProperties.Retry;
import ai.matey.autoconfigure.together.TogetherClientProperties.Timeout;
import ai.matey.autoconfigure.together.TogetherClientProperties.Tools;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherHttp;
import ai.matey.backend.together.settings.TogetherProxy;
import ai.matey.backend.together.settings.TogetherRetry;
import ai.matey.ir.IRDeadlines;
import ai.matey.middleware.budget.BudgetMiddlewareBuilder;
import ai.matey.middleware.budget.BudgetPeriod;
import ai.matey.ir.IRParameters;
import ai.matey.object.ObjectSettings;
import ai.matey.tool.InMemoryToolRunStore;
import ai.matey.tool.ToolSettings;

/**
 * Settings of one client, which combine its own properties with those shared by all
 * clients. They are merged without method references, each of which would generate a
 * class at startup.
 *
 * @since 0.1.0
 */
public final class ClientSettings {

	private static final String PREFIX = "together.";

	private final String name;

	private final TogetherClientProperties own;

	private final TogetherClientProperties shared;

	private ClientSettings(String name, TogetherClientProperties own, TogetherClientProperties shared) {
		this.name = name;
		this.own = own;
		this.shared = shared;
	}

	/**
	 * Return the settings of a client.
	 * @param name the name of the client
	 * @param properties the properties of all clients
	 * @return the settings
	 */
	public static ClientSettings of(String name, TogetherProperties properties) {
		return new ClientSettings(name, properties.getClients().getOrDefault(name, properties), properties);
	}

	String name() {
		return this.name;
	}

	/**
	 * Return the model or the alias for requests that do not name a model.
	 * @return the name, or {@code null}
	 */
	public @Nullable String defaultModel() {
		return first(this.own.getDefaultModel(), this.shared.getDefaultModel());
	}

	@Nullable Boolean splitThinkTags() {
		return first(this.own.getSplitThinkTags(), this.shared.getSplitThinkTags());
	}

	@Nullable Duration shutdownGrace() {
		return first(this.own.getShutdownGrace(), this.shared.getShutdownGrace());
	}

	Map<String, String> headers() {
		Map<String, String> headers = new LinkedHashMap<>(this.shared.getHeaders());
		headers.putAll(this.own.getHeaders());
		return headers;
	}

	/**
	 * Return the deadlines that are set.
	 * @return the deadlines, {@code null} where nothing is set
	 */
	public IRDeadlines deadlines() {
		Timeout own = this.own.getTimeout();
		Timeout shared = this.shared.getTimeout();
		return new IRDeadlines(deadline("connect", own.connect(), shared.connect()),
				deadline("first-token", own.firstToken(), shared.firstToken()),
				deadline("idle", own.idle(), shared.idle()), deadline("response", own.response(), shared.response()),
				deadline("total", own.total(), shared.total()), deadline("unread", own.unread(), shared.unread()));
	}

	IRParameters chatParameters() {
		Chat own = this.own.getChat();
		Chat shared = this.shared.getChat();
		List<String> stop = first(own.stop(), shared.stop());
		return IRParameters.builder()
			.temperature(first(own.temperature(), shared.temperature()))
			.maxTokens(first(own.maxTokens(), shared.maxTokens()))
			.topP(first(own.topP(), shared.topP()))
			.topK(first(own.topK(), shared.topK()))
			.minP(first(own.minP(), shared.minP()))
			.frequencyPenalty(first(own.frequencyPenalty(), shared.frequencyPenalty()))
			.presencePenalty(first(own.presencePenalty(), shared.presencePenalty()))
			.repetitionPenalty(first(own.repetitionPenalty(), shared.repetitionPenalty()))
			.stopSequences((stop != null) ? stop : List.of())
			.reasoningEffort(first(own.reasoningEffort(), shared.reasoningEffort()))
			.build();
	}

	@Nullable String chatSystem() {
		return first(this.own.getChat().system(), this.shared.getChat().system());
	}

	TogetherRetry retry() {
		Retry own = this.own.getRetry();
		Retry shared = this.shared.getRetry();
		TogetherRetry defaults = TogetherRetry.DEFAULT;
		return new TogetherRetry(first(own.maxAttempts(), shared.maxAttempts(), defaults.maxAttempts()),
				first(own.initialBackoff(), shared.initialBackoff(), defaults.initialBackoff()),
				first(own.multiplier(), shared.multiplier(), defaults.multiplier()),
				first(own.maxBackoff(), shared.maxBackoff(), defaults.maxBackoff()),
				first(own.jitter(), shared.jitter(), defaults.jitter()),
				first(own.maxWait(), shared.maxWait(), defaults.maxWait()));
	}

	TogetherHttp http() {
		Http own = this.own.getHttp();
		Http shared = this.shared.getHttp();
		TogetherHttp defaults = TogetherHttp.DEFAULT;
		return new TogetherHttp(first(own.maxConnections(), shared.maxConnections(), defaults.maxConnections()),
				first(own.maxIdleTime(), shared.maxIdleTime(), defaults.maxIdleTime()),
				first(own.pendingAcquireTimeout(), shared.pendingAcquireTimeout(), defaults.pendingAcquireTimeout()),
				first(own.pendingAcquireMaxCount(), shared.pendingAcquireMaxCount()),
				size("max-in-memory-size", own.maxInMemorySize(), shared.maxInMemorySize(), defaults.maxInMemorySize()),
				size("max-response-size", own.maxResponseSize(), shared.maxResponseSize(), defaults.maxResponseSize()),
				size("max-header-size", own.maxHeaderSize(), shared.maxHeaderSize(), defaults.maxHeaderSize()),
				first(own.http2(), shared.http2(), defaults.http2()),
				first(own.metrics(), shared.metrics(), defaults.metrics()), proxy());
	}

	/**
	 * Return the proxy. A blank host means none, so that one client can opt out of the
	 * shared proxy.
	 */
	private @Nullable TogetherProxy proxy() {
		Proxy proxy = first(this.own.getHttp().proxy(), this.shared.getHttp().proxy());
		if (proxy == null || proxy.host() == null || proxy.host().isBlank()) {
			return null;
		}
		if (proxy.port() == null) {
			throw new TogetherConfigurationException("together.http.proxy.port", "It is not set.",
					"Set together.http.proxy.port.");
		}
		return new TogetherProxy(proxy.host(), proxy.port(), proxy.username(), proxy.password());
	}

	@Nullable String sslBundle() {
		return first(this.own.getSsl().bundle(), this.shared.getSsl().bundle());
	}

	@Nullable Duration modelsCacheTtl() {
		Duration ttl = first(this.own.getModels().cacheTtl(), this.shared.getModels().cacheTtl());
		return (ttl != null) ? notNegative("models.cache-ttl", ttl) : null;
	}

	ToolSettings tools() {
		Tools own = this.own.getTools();
		Tools shared = this.shared.getTools();
		ToolSettings defaults = ToolSettings.DEFAULT;
		return new ToolSettings(
				positive("tools.max-rounds", first(own.maxRounds(), shared.maxRounds(), defaults.maxRounds())),
				positive("tools.max-calls-per-tool",
						first(own.maxCallsPerTool(), shared.maxCallsPerTool(), defaults.maxCallsPerTool())),
				positive("tools.max-calls", first(own.maxCalls(), shared.maxCalls(), defaults.maxCalls())),
				positive("tools.parallelism", first(own.parallelism(), shared.parallelism(), defaults.parallelism())),
				positive("tools.run-timeout", first(own.runTimeout(), shared.runTimeout(), defaults.runTimeout())),
				positive("tools.call-timeout", first(own.callTimeout(), shared.callTimeout(), defaults.callTimeout())),
				positive("tools.max-result-length",
						first(own.maxResultLength(), shared.maxResultLength(), defaults.maxResultLength())),
				first(own.withoutReasoning(), shared.withoutReasoning(), defaults.withoutReasoning()));
	}

	int maxPendingRuns() {
		return positive("tools.max-pending-runs", first(this.own.getTools().maxPendingRuns(),
				this.shared.getTools().maxPendingRuns(), InMemoryToolRunStore.DEFAULT_MAX_RUNS));
	}

	ObjectSettings objects() {
		Objects own = this.own.getObjects();
		Objects shared = this.shared.getObjects();
		ObjectSettings defaults = ObjectSettings.DEFAULT;
		int repairRounds = first(own.repairRounds(), shared.repairRounds(), defaults.repairRounds());
		if (repairRounds < 0) {
			throw new TogetherConfigurationException("together.objects.repair-rounds",
					"It must not be negative but is " + repairRounds + ".", "Change together.objects.repair-rounds.");
		}
		Duration refusalTtl = notNegative("objects.refusal-ttl",
				first(own.refusalTtl(), shared.refusalTtl(), defaults.refusalTtl()));
		return new ObjectSettings(first(own.mode(), shared.mode(), defaults.mode()), repairRounds,
				first(own.schemaInPrompt(), shared.schemaInPrompt(), defaults.schemaInPrompt()), refusalTtl);
	}

	/**
	 * Return the settings for models.
	 * @return the settings, with a value for everything that has a default, and with both
	 * shared and own aliases
	 */
	public Models models() {
		Models own = this.own.getModels();
		Models shared = this.shared.getModels();
		return new Models(modelsCacheTtl(), first(own.check(), shared.check()),
				first(own.checkAtStartup(), shared.checkAtStartup(), false), aliases(),
				first(own.unavailableTtl(), shared.unavailableTtl(), RefusedModels.DEFAULT_TTL),
				first(own.fallbackAtOnce(), shared.fallbackAtOnce(), false),
				first(own.fallbackOnRateLimit(), shared.fallbackOnRateLimit(), false));
	}

	/**
	 * Return the models named by the properties: the default model and those of the
	 * aliases.
	 * @return the models, without aliases
	 */
	public Set<String> configuredModels() {
		Map<String, List<String>> aliases = aliases();
		Set<String> models = new LinkedHashSet<>();
		aliases.values().forEach(models::addAll);
		String defaultModel = defaultModel();
		if (defaultModel != null && !aliases.containsKey(defaultModel)) {
			models.add(defaultModel);
		}
		return models;
	}

	/**
	 * Return the settings for budgets.
	 * @return the settings, with values for everything except the amounts and the tenant
	 * key
	 */
	public Budget budget() {
		Budget own = this.own.getBudget();
		Budget shared = this.shared.getBudget();
		return new Budget(amount("amount", own.amount(), shared.amount()),
				first(own.period(), shared.period(), BudgetPeriod.DAY),
				amount("tenant-amount", own.tenantAmount(), shared.tenantAmount()),
				first(own.tenantContextKey(), shared.tenantContextKey()),
				positive("budget.assumed-output-tokens",
						first(own.assumedOutputTokens(), shared.assumedOutputTokens(),
								BudgetMiddlewareBuilder.DEFAULT_ASSUMED_OUTPUT_TOKENS)),
				first(own.refuseUnpriced(), shared.refuseUnpriced(), false),
				first(own.store(), shared.store(), BudgetStoreType.MEMORY));
	}

	/**
	 * Return the settings of the response cache.
	 * @return the settings, with a value for everything
	 */
	public Cache cache() {
		Cache own = this.own.getCache();
		Cache shared = this.shared.getCache();
		return new Cache(first(own.enabled(), shared.enabled(), false),
				first(own.name(), shared.name(), "together-responses"),
				first(own.anyTemperature(), shared.anyTemperature(), false));
	}

	/**
	 * Return the settings of the exchange log.
	 * @return the settings, with a value for everything
	 */
	public Exchanges exchanges() {
		Exchanges own = this.own.getExchanges();
		Exchanges shared = this.shared.getExchanges();
		DataSize maxSize = first(own.maxSize(), shared.maxSize(), DataSize.ofMegabytes(4));
		return new Exchanges(first(own.enabled(), shared.enabled(), false),
				positive("exchanges.max-count", first(own.maxCount(), shared.maxCount(), 50)),
				DataSize.ofBytes(size("exchanges.max-size", maxSize)),
				first(own.includeContent(), shared.includeContent(), false));
	}

	/**
	 * Return an exception that names the property of this client.
	 * @param failure the exception that names the property under {@code together}
	 * @return the exception for this client
	 */
	public TogetherConfigurationException describe(TogetherConfigurationException failure) {
		String property = failure.property();
		if (this.own == this.shared || !property.startsWith(PREFIX)) {
			return failure;
		}
		String written = PREFIX + "clients." + this.name + "." + property.substring(PREFIX.length());
		return new TogetherConfigurationException(written, failure.problem(),
				failure.action().replace(property, written));
	}

	private Map<String, List<String>> aliases() {
		Map<String, List<String>> aliases = new LinkedHashMap<>();
		addAll(aliases, this.shared.getModels().aliases());
		addAll(aliases, this.own.getModels().aliases());
		return aliases;
	}

	private static void addAll(Map<String, List<String>> aliases, @Nullable Map<String, List<String>> added) {
		if (added != null) {
			aliases.putAll(added);
		}
	}

	private static @Nullable BigDecimal amount(String name, @Nullable BigDecimal own, @Nullable BigDecimal shared) {
		BigDecimal amount = first(own, shared);
		if (amount != null && amount.signum() <= 0) {
			throw new TogetherConfigurationException("together.budget." + name,
					"It must be greater than zero but is " + amount + ".",
					"Change together.budget." + name + ", or remove it for no limit.");
		}
		return amount;
	}

	private static <T> @Nullable T first(@Nullable T own, @Nullable T shared) {
		return (own != null) ? own : shared;
	}

	private static <T> T first(@Nullable T own, @Nullable T shared, T defaultValue) {
		T value = first(own, shared);
		return (value != null) ? value : defaultValue;
	}

	private static @Nullable Duration deadline(String property, @Nullable Duration own, @Nullable Duration shared) {
		Duration value = first(own, shared);
		if (value != null && (value.isNegative() || value.isZero())) {
			throw new TogetherConfigurationException("together.timeout." + property,
					"It must be longer than zero but is " + value + ".",
					"Change together.timeout." + property + ", for example to 30s.");
		}
		return value;
	}

	private static int size(String property, @Nullable DataSize own, @Nullable DataSize shared, int defaultValue) {
		DataSize value = first(own, shared);
		return size("http." + property, (value != null) ? value : DataSize.ofBytes(defaultValue));
	}

	private static int size(String property, DataSize value) {
		long bytes = value.toBytes();
		if (bytes > Integer.MAX_VALUE) {
			throw new TogetherConfigurationException("together." + property,
					"It must be less than 2 GB but is " + bytes + " bytes.", "Change together." + property + ".");
		}
		return (int) Math.max(bytes, Integer.MIN_VALUE);
	}

	private static int positive(String property, int value) {
		if (value < 1) {
			throw new TogetherConfigurationException("together." + property,
					"It must be at least 1 but is " + value + ".", "Change together." + property + ".");
		}
		return value;
	}

	private static Duration positive(String property, Duration value) {
		if (value.isNegative() || value.isZero()) {
			throw new TogetherConfigurationException("together." + property,
					"It must be longer than zero but is " + value + ".", "Change together." + property + ".");
		}
		return value;
	}

	private static Duration notNegative(String property, Duration value) {
		if (value.isNegative()) {
			throw new TogetherConfigurationException("together." + property,
					"It must not be negative but is " + value + ".", "Change together." + property + ".");
		}
		return value;
	}

}
