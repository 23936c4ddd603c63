package ai.matey.autoconfigure.together.observation;

import java.time.Clock;
import java.util.stream.Stream;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;

import ai.matey.autoconfigure.together.ClientSettings;
import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherClientProperties;
import ai.matey.autoconfigure.together.TogetherMiddlewareOrder;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.observation.GenAiLogObservationHandler;
import ai.matey.observation.GenAiObservationConvention;
import ai.matey.observation.BoundedNames;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.observation.GenAiObserver;
import ai.matey.observation.KnownRateLimits;
import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.observation.ObservationBackendListener;
import ai.matey.observation.ObservationChatMiddleware;
import ai.matey.observation.ObservationToolInterceptor;
import ai.matey.observation.ToolObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for observations of Together AI
 * calls and for the beans that remember limits and problems.
 * <p>
 * The observing middleware comes before all middleware of the application whose order is
 * not lower than {@link TogetherMiddlewareOrder#OBSERVATION}. Middleware that calls the
 * model several times needs a lower order, so that each call to the model is observed.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean({ TogetherAIBackendAdapter.class, TogetherProperties.class })
public final class TogetherObservationAutoConfiguration {

	/**
	 * Shared by everything that uses models as tags. Models configured by the application
	 * are included from the start.
	 */
	@Bean
	@ConditionalOnMissingBean
	BoundedNames togetherModelNames(TogetherProperties properties) {
		BoundedNames models = new BoundedNames(BoundedNames.DEFAULT_LIMIT);
		Stream.concat(Stream.of(properties), properties.getClients().values().stream())
			.map(TogetherClientProperties::getDefaultModel)
			.filter(StringUtils::hasText)
			.forEach(models::keep);
		return models;
	}

	@Bean
	@ConditionalOnMissingBean
	GenAiObserver genAiObserver(TogetherProperties properties, BoundedNames models,
			ObjectProvider<ObservationRegistry> registries, ObjectProvider<ObservationHandler<?>> handlers,
			ObjectProvider<GenAiObservationConvention> conventions) {
		TogetherProperties.Observation observation = properties.getObservation();
		GenAiObserver.Builder builder = GenAiObserver.builder(registries.getIfAvailable(() -> ownRegistry(handlers)))
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.models(models)
			.includePrompt(observation.includePrompt())
			.includeCompletion(observation.includeCompletion());
		conventions.ifUnique(builder::convention);
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(TogetherMiddlewareOrder.OBSERVATION)
	ObservationChatMiddleware observationChatMiddleware(GenAiObserver observer) {
		return new ObservationChatMiddleware(observer);
	}

	@Bean
	@ConditionalOnMissingBean
	ObservationToolInterceptor observationToolInterceptor(TogetherProperties properties,
			ObjectProvider<ObservationRegistry> registries, ObjectProvider<ToolObservationConvention> conventions) {
		TogetherProperties.Observation observation = properties.getObservation();
		return new ObservationToolInterceptor(registries.getIfAvailable(() -> ObservationRegistry.NOOP),
				conventions.getIfUnique(), observation.includeCompletion(), observation.includePrompt());
	}

	@Bean
	@ConditionalOnMissingBean
	ObservationBackendListener observationBackendListener() {
		return new ObservationBackendListener();
	}

	@Bean
	@ConditionalOnMissingBean
	GenAiLogObservationHandler genAiLogObservationHandler() {
		return new GenAiLogObservationHandler();
	}

	@Bean
	@ConditionalOnMissingBean
	KnownRateLimits knownRateLimits(BoundedNames models) {
		return new KnownRateLimits(Clock.systemUTC(), KnownRateLimits.DEFAULT_TTL, models);
	}

	@Bean
	@ConditionalOnMissingBean
	ClientMonitor togetherClientMonitor() {
		return new ClientMonitor();
	}

	@Bean
	@ConditionalOnMissingBean
	ModelMonitor togetherModelMonitor(TogetherProperties properties) {
		return new ModelMonitor((client) -> ClientSettings.of(client, properties).configuredModels(),
				Clock.systemUTC());
	}

	/**
	 * An application without Boot's observation module has no registry, but calls should
	 * still be logged.
	 */
	private static ObservationRegistry ownRegistry(ObjectProvider<ObservationHandler<?>> handlers) {
		ObservationRegistry registry = ObservationRegistry.create();
		handlers.orderedStream().forEach(registry.observationConfig()::observationHandler);
		return registry;
	}

}
