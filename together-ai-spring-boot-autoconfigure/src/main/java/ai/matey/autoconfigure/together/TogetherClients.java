package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendObserver;
import ai.matey.autoconfigure.together.TogetherClientProperties.Models;
import ai.matey.autoconfigure.together.http.ClientConnector;
import ai.matey.autoconfigure.together.http.HttpEngine;
import ai.matey.autoconfigure.together.http.HttpEngineSettings;
import ai.matey.autoconfigure.together.http.HttpEngines;
import ai.matey.autoconfigure.together.http.ServerAddress;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.backend.together.settings.TogetherSettings;
import ai.matey.core.Bridge;
import ai.matey.core.BridgeBuilder;
import ai.matey.core.ChatMiddleware;
import ai.matey.ir.IRDeadlines;

/**
 * Builds the default client and the named clients from their properties.
 */
final class TogetherClients {

	/** The name of the client that is injected without a qualifier. */
	static final String DEFAULT = "default";

	/** The bean name to which the definitions of named clients refer. */
	static final String BEAN_NAME = "togetherClients";

	private static final Logger logger = LoggerFactory.getLogger(TogetherClients.class);

	private final TogetherProperties properties;

	private final TogetherConnectionDetails details;

	private final ApiKeySuppliers apiKeys;

	private final HttpEngines engines;

	private final WebClients webClients;

	private final Hooks hooks;

	private final @Nullable Duration shutdownPhaseTimeout;

	/**
	 * Whether the application is closing, as opposed to stopping in order to start again.
	 */
	private volatile boolean closing;

	private final Queue<TogetherAIBackendAdapter> adapters = new ConcurrentLinkedQueue<>();

	TogetherClients(TogetherProperties properties, TogetherConnectionDetails details, ApiKeySuppliers apiKeys,
			HttpEngines engines, WebClients webClients, @Nullable Duration shutdownPhaseTimeout, Hooks hooks) {
		this.properties = properties;
		this.details = details;
		this.apiKeys = apiKeys;
		this.engines = engines;
		this.webClients = webClients;
		this.shutdownPhaseTimeout = shutdownPhaseTimeout;
		this.hooks = hooks;
	}

	TogetherAIBackendAdapter adapter(String name) {
		ClientSettings settings = ClientSettings.of(name, this.properties);
		try {
			return build(settings);
		}
		catch (TogetherConfigurationException ex) {
			throw settings.describe(ex);
		}
	}

	/**
	 * Start the grace period of all clients because the application is closing.
	 */
	void drain() {
		this.closing = true;
		this.adapters.forEach(TogetherAIBackendAdapter::drain);
	}

	/**
	 * Wait for running calls if the application is closing.
	 * @return a future that completes when no call is running or the grace period is over
	 */
	CompletableFuture<Void> drained() {
		return ifClosing(TogetherAIBackendAdapter::drain);
	}

	/**
	 * Shut down all clients if the application is closing.
	 * @return a future that completes when all are closed
	 */
	CompletableFuture<Void> shutdown() {
		return ifClosing(TogetherAIBackendAdapter::shutdown);
	}

	private CompletableFuture<Void> ifClosing(Function<TogetherAIBackendAdapter, CompletionStage<Void>> step) {
		return this.closing ? CompletableFuture.allOf(this.adapters.stream()
			.map((adapter) -> step.apply(adapter).toCompletableFuture())
			.toArray(CompletableFuture<?>[]::new)) : CompletableFuture.completedFuture(null);
	}

	BridgeBuilder bridgeBuilder(String name, BackendAdapter backend) {
		BridgeBuilder builder = Bridge.builder(backend).middleware(this.hooks.middleware().of(name));
		this.hooks.defaults().apply(name, builder);
		for (BridgeCustomizer customizer : ordered(this.hooks.bridges())) {
			customizer.customize(name, builder);
		}
		if (backend instanceof TogetherAIBackendAdapter adapter) {
			builder.middleware(ofClient(adapter));
		}
		return builder;
	}

	Bridge bridge(BridgeBuilder builder) {
		return builder.build();
	}

	private List<ChatMiddleware> ofClient(TogetherAIBackendAdapter adapter) {
		ClientSettings settings = ClientSettings.of(adapter.clientName(), this.properties);
		try {
			return ordered(this.hooks.factories()).stream()
				.map((factory) -> factory.create(adapter))
				.filter(Objects::nonNull)
				.toList();
		}
		catch (TogetherConfigurationException ex) {
			throw settings.describe(ex);
		}
	}

	private TogetherAIBackendAdapter build(ClientSettings settings) {
		String name = settings.name();
		TogetherAIBackendAdapterBuilder builder = TogetherAIBackendAdapter.builder()
			.name(name)
			.deadlines(deadlines(settings))
			.retry(settings.retry())
			.http(settings.http());
		String baseUrl = baseUrl(name);
		if (baseUrl != null) {
			builder.baseUrl(baseUrl);
		}
		applySettings(settings, builder);
		for (BackendListener listener : ordered(this.hooks.listeners())) {
			builder.listener(listener);
		}
		this.hooks.observers().ifUnique(builder::observer);
		for (TogetherAIBackendAdapterCustomizer customizer : ordered(this.hooks.adapters())) {
			customizer.customize(name, builder);
		}
		TogetherSettings customized = builder.settings();
		String keyAdvice = customized.apiKeySet() ? null : this.apiKeys.apply(name, builder);
		HttpEngine engine = customized.webClientSet() ? null : engine(settings, customized, builder);
		TogetherAIBackendAdapter adapter = builder.build();
		this.adapters.add(adapter);
		log(customized, engine, keyAdvice);
		return adapter;
	}

	private HttpEngine engine(ClientSettings settings, TogetherSettings customized,
			TogetherAIBackendAdapterBuilder builder) {
		HttpEngineSettings engineSettings = HttpEngineSettings.of(customized, settings.sslBundle());
		HttpEngine engine = this.engines.engine(engineSettings);
		ClientConnector connector = this.engines.connector(engine, engineSettings);
		this.webClients.requireOne();
		builder.webClientBuilder(() -> this.webClients.builder(customized.name(), connector)).onClose(engine::close);
		return engine;
	}

	private IRDeadlines deadlines(ClientSettings settings) {
		IRDeadlines deadlines = settings.deadlines();
		return (deadlines.connect() != null) ? deadlines : deadlines.withConnect(this.engines.connectTimeout());
	}

	private void applySettings(ClientSettings settings, TogetherAIBackendAdapterBuilder builder) {
		Models models = settings.models();
		builder.defaultModel(firstModel(settings.defaultModel(), models));
		Boolean check = models.check();
		if (check != null) {
			builder.catalogueKept(check);
		}
		Duration unavailableTtl = models.unavailableTtl();
		if (unavailableTtl != null) {
			builder.unavailableTtl(unavailableTtl);
		}
		Duration modelsCacheTtl = settings.modelsCacheTtl();
		if (modelsCacheTtl != null) {
			builder.modelsCacheTtl(modelsCacheTtl);
		}
		builder.defaultParameters(settings.chatParameters()).defaultSystem(settings.chatSystem());
		Boolean splitThinkTags = settings.splitThinkTags();
		if (splitThinkTags != null) {
			builder.splitThinkTags(splitThinkTags);
		}
		Duration shutdownGrace = settings.shutdownGrace();
		if (shutdownGrace == null) {
			shutdownGrace = this.shutdownPhaseTimeout;
		}
		if (shutdownGrace != null) {
			builder.shutdownGrace(shutdownGrace);
		}
		for (Map.Entry<String, String> header : settings.headers().entrySet()) {
			builder.header(header.getKey(), header.getValue());
		}
	}

	/**
	 * A call that bypasses the bridge does not support aliases.
	 */
	private static @Nullable String firstModel(@Nullable String name, Models models) {
		List<String> alias = (name != null && models.aliases() != null) ? models.aliases().get(name) : null;
		return (alias != null && !alias.isEmpty()) ? alias.get(0) : name;
	}

	private static <T> List<T> ordered(ObjectProvider<T> beans) {
		return beans.orderedStream().toList();
	}

	private @Nullable String baseUrl(String name) {
		boolean named = this.properties.getClients().containsKey(name);
		return (named ? this.details.forClient(name) : this.details).getBaseUrl();
	}

	private static void log(TogetherSettings settings, @Nullable HttpEngine engine, @Nullable String keyAdvice) {
		String name = settings.name();
		logger.info("Together AI client '{}': host {}, connector {}, default model {}", name,
				ServerAddress.of(settings.baseUrl()).host(), (engine != null) ? engine.name() : "of a customizer",
				(settings.defaultModel() != null) ? settings.defaultModel() : "none");
		if (keyAdvice != null) {
			logger.warn("Together AI client '{}' has no API key, so its calls will fail. {}", name, keyAdvice);
		}
		List<String> ignored = (engine != null) ? engine.ignoredProperties() : List.of();
		if (engine != null && !ignored.isEmpty()) {
			logger.warn("The connector {} of Together AI client '{}' cannot apply {}", engine.name(), name,
					String.join(", ", ignored));
		}
	}

	/**
	 * The beans of the application that extend clients.
	 *
	 * @param adapters the customizers of clients
	 * @param defaults the defaults of bridges, applied before the application's
	 * customizers
	 * @param bridges the customizers of bridges
	 * @param middleware the middleware of bridges
	 * @param factories the factories of middleware for each client
	 * @param listeners the listeners for calls
	 * @param observers the observers for calls
	 */
	record Hooks(ObjectProvider<TogetherAIBackendAdapterCustomizer> adapters, BridgeDefaults defaults,
			ObjectProvider<BridgeCustomizer> bridges, MiddlewareBeans middleware,
			ObjectProvider<TogetherMiddlewareFactory> factories, ObjectProvider<BackendListener> listeners,
			ObjectProvider<BackendObserver> observers) {

	}

}
