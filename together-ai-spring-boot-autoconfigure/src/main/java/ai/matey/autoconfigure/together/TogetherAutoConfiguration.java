package ai.matey.autoconfigure.together;

import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.context.LifecycleProperties;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.http.client.HttpClientSettings;
import org.springframework.boot.http.client.autoconfigure.HttpClientsProperties;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.http.client.reactive.ClientHttpConnectorBuilder;
import org.springframework.boot.ssl.SslBundles;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;
import org.springframework.core.io.ResourceLoader;
import org.springframework.web.reactive.function.client.WebClient;

import ai.matey.adapter.BackendListener;
import ai.matey.adapter.BackendObserver;
import ai.matey.autoconfigure.together.http.HttpEngines;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.object.ObjectValidator;
import ai.matey.tool.ToolInterceptor;
import ai.matey.tool.ToolRunStore;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for Together AI clients.
 * <p>
 * A client uses the HTTP settings under {@code spring.http.clients}, overridden by its
 * own, except that redirects are never followed and the deadlines under {@code
 * together.timeout} replace the read timeout. Each client has its own connection pool,
 * which is closed with the context.
 * <p>
 * Each entry of {@code together.clients} adds a {@link TogetherAIBackendAdapter} and a
 * {@link ai.matey.core.Bridge}, which are injected only with the name of the entry as
 * qualifier. They are the beans {@code <name>TogetherAIBackendAdapter}, {@code
 * <name>BridgeBuilder} and {@code <name>Bridge}; a bean of the application with the same
 * name replaces each of them. An application processed ahead of time has the clients that
 * were configured at build time.
 * <p>
 * All settings work with the Reactor Netty connector. The Jetty connector supports
 * neither timeouts for pooled connections nor HTTP/2. The JDK connector configures its
 * pool and header sizes only by system properties, sends no user name to proxies and, on
 * Java 17, leaves the connection of a cancelled stream open. Other connectors support
 * what {@code spring.http.clients} offers. A warning at startup names the properties that
 * have no effect.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { WebClientAutoConfiguration.class, ReactiveHttpClientAutoConfiguration.class,
		SslAutoConfiguration.class })
@ConditionalOnClass(WebClient.class)
@ConditionalOnBooleanProperty(name = "together.enabled", matchIfMissing = true)
@EnableConfigurationProperties(TogetherProperties.class)
@Import(NamedClientsRegistrar.class)
public final class TogetherAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(TogetherConnectionDetails.class)
	PropertiesTogetherConnectionDetails togetherConnectionDetails(TogetherProperties properties) {
		return new PropertiesTogetherConnectionDetails(properties);
	}

	@Bean
	HttpEngines togetherHttpEngines(ObjectProvider<ClientHttpConnectorBuilder<?>> connectorBuilder,
			ObjectProvider<HttpClientSettings> settings, ObjectProvider<HttpClientsProperties> properties,
			ObjectProvider<SslBundles> sslBundles, ResourceLoader resourceLoader) {
		return new HttpEngines(connectorBuilder, settings, properties, sslBundles, resourceLoader.getClassLoader());
	}

	@Bean
	BridgeDefaults togetherBridgeDefaults(TogetherProperties properties, Environment environment,
			ObjectProvider<ToolInterceptor> interceptors, ObjectProvider<ToolRunStore> stores,
			ObjectProvider<ObjectValidator> validators) {
		return new BridgeDefaults(properties, environment, interceptors, stores, validators);
	}

	@Bean
	TogetherClients togetherClients(TogetherProperties properties, TogetherConnectionDetails details,
			HttpEngines engines, ConfigurableListableBeanFactory beanFactory,
			ObjectProvider<TogetherAIBackendAdapterCustomizer> adapters,
			ObjectProvider<TogetherWebClientCustomizer> webClients, BridgeDefaults defaults,
			ObjectProvider<BridgeCustomizer> bridges, ObjectProvider<TogetherMiddlewareFactory> factories,
			ObjectProvider<BackendListener> listeners, ObjectProvider<BackendObserver> observers,
			ObjectProvider<LifecycleProperties> lifecycle) {
		Set<String> names = properties.getClients().keySet();
		NamedClientsRegistrar.warnOfMissing(names, beanFactory);
		return new TogetherClients(properties, details, new ApiKeySuppliers(beanFactory, details, names), engines,
				new WebClients(beanFactory, webClients),
				lifecycle.stream().map(LifecycleProperties::getTimeoutPerShutdownPhase).findFirst().orElse(null),
				new TogetherClients.Hooks(adapters, defaults, bridges, new MiddlewareBeans(beanFactory, names),
						factories, listeners, observers));
	}

	@Bean
	ClientsCloseListener togetherClientsCloseListener(TogetherClients clients, ApplicationContext context) {
		return new ClientsCloseListener(clients, context);
	}

	@Bean
	ClientsShutdown togetherClientsDrain(TogetherClients clients) {
		return new ClientsShutdown(ClientsShutdown.DRAIN_PHASE, clients::drained);
	}

	@Bean
	ClientsShutdown togetherClientsClose(TogetherClients clients) {
		return new ClientsShutdown(ClientsShutdown.CLOSE_PHASE, clients::shutdown);
	}

	@Bean
	@ConditionalOnMissingBean
	TogetherAIBackendAdapter togetherAIBackendAdapter(TogetherClients clients) {
		return clients.adapter(TogetherClients.DEFAULT);
	}

}
