package ai.matey.autoconfigure.together;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendAdapter;
import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendObserver;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.TogetherAIBackendAdapterBuilder;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.core.Bridge;
import ai.matey.core.BridgeBuilder;
import ai.matey.core.ChatMiddleware;

/**
 * Builds clients from their properties: the plain one and the named ones alike.
 */
final class TogetherClients {

	/** The name of the client that is injected without a qualifier. */
	static final String DEFAULT = "default";

	/** The name by which definitions of named clients refer to the bean of this type. */
	static final String BEAN_NAME = "togetherClients";

	private static final Logger logger = LoggerFactory.getLogger(TogetherClients.class);

	private final TogetherProperties properties;

	private final TogetherConnectionDetails details;

	private final ApiKeySuppliers apiKeys;

	private final HttpEngines engines;

	private final ObjectProvider<WebClient.Builder> webClientBuilders;

	private final Hooks hooks;

	private final Queue<TogetherAIBackendAdapter> adapters = new ConcurrentLinkedQueue<>();

	TogetherClients(TogetherProperties properties, TogetherConnectionDetails details, ApiKeySuppliers apiKeys,
			HttpEngines engines, ObjectProvider<WebClient.Builder> webClientBuilders, Hooks hooks) {
		this.properties = properties;
		this.details = details;
		this.apiKeys = apiKeys;
		this.engines = engines;
		this.webClientBuilders = webClientBuilders;
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
	 * Begins the end of all clients, without waiting for it.
	 */
	void shutdown() {
		this.adapters.forEach(TogetherAIBackendAdapter::shutdown);
	}

	Bridge bridge(String name, BackendAdapter backend) {
		BridgeBuilder builder = Bridge.builder(backend).middleware(ordered(this.hooks.middleware()));
		for (BridgeCustomizer customizer : ordered(this.hooks.bridges())) {
			customizer.customize(name, builder);
		}
		return builder.build();
	}

	private TogetherAIBackendAdapter build(ClientSettings settings) {
		String name = settings.name();
		TogetherAIBackendAdapterBuilder builder = TogetherAIBackendAdapter.builder()
			.name(name)
			.deadlines(settings.deadlines().withConnect(this.engines.connectTimeout(settings)))
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
		String keyAdvice = this.apiKeys.apply(name, builder);
		ServerAddress server = ServerAddress.of(baseUrl);
		HttpEngine engine = this.engines.engine(settings, server.isSecure());
		ClientConnector connector = this.engines.connector(engine, settings);
		builder.webClientBuilder(() -> webClient(connector, name)).onClose(engine::close);
		for (TogetherAIBackendAdapterCustomizer customizer : ordered(this.hooks.adapters())) {
			customizer.customize(name, builder);
		}
		TogetherAIBackendAdapter adapter = builder.build();
		this.adapters.add(adapter);
		log(settings, server, engine, keyAdvice);
		return adapter;
	}

	private static void applySettings(ClientSettings settings, TogetherAIBackendAdapterBuilder builder) {
		builder.defaultModel(settings.defaultModel());
		Duration modelsCacheTtl = settings.modelsCacheTtl();
		if (modelsCacheTtl != null) {
			builder.modelsCacheTtl(modelsCacheTtl);
		}
		Boolean splitThinkTags = settings.splitThinkTags();
		if (splitThinkTags != null) {
			builder.splitThinkTags(splitThinkTags);
		}
		Duration shutdownGrace = settings.shutdownGrace();
		if (shutdownGrace != null) {
			builder.shutdownGrace(shutdownGrace);
		}
		for (Map.Entry<String, String> header : settings.headers().entrySet()) {
			builder.header(header.getKey(), header.getValue());
		}
	}

	private static <T> List<T> ordered(ObjectProvider<T> beans) {
		return beans.orderedStream().toList();
	}

	private WebClient.Builder webClient(ClientConnector connector, String name) {
		WebClient.Builder builder = this.webClientBuilders.getIfAvailable(WebClient::builder)
			.clientConnector(connector);
		this.hooks.webClients().orderedStream().forEach((customizer) -> customizer.customize(name, builder));
		return builder;
	}

	private @Nullable String baseUrl(String name) {
		boolean named = this.properties.getClients().containsKey(name);
		return (named ? this.details.forClient(name) : this.details).getBaseUrl();
	}

	private static void log(ClientSettings settings, ServerAddress server, HttpEngine engine,
			@Nullable String keyAdvice) {
		String name = settings.name();
		logger.info("Together AI client '{}': host {}, connector {}, default model {}", name, server.host(),
				engine.name(), (settings.defaultModel() != null) ? settings.defaultModel() : "none");
		if (keyAdvice != null) {
			logger.warn("Together AI client '{}' has no API key, so its calls will fail. {}", name, keyAdvice);
		}
		List<String> ignored = engine.ignoredProperties();
		if (!ignored.isEmpty()) {
			logger.warn("The connector {} of Together AI client '{}' cannot apply {}", engine.name(), name,
					String.join(", ", ignored));
		}
	}

	/**
	 * What an application adds to clients.
	 *
	 * @param adapters change clients
	 * @param webClients change their WebClient
	 * @param bridges change the bridges to them
	 * @param middleware is on the way of their calls
	 * @param listeners are told of their calls
	 * @param observers observe their calls
	 */
	record Hooks(ObjectProvider<TogetherAIBackendAdapterCustomizer> adapters,
			ObjectProvider<TogetherWebClientCustomizer> webClients, ObjectProvider<BridgeCustomizer> bridges,
			ObjectProvider<ChatMiddleware> middleware, ObjectProvider<BackendListener> listeners,
			ObjectProvider<BackendObserver> observers) {

	}

}
