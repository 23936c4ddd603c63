package ai.matey.autoconfigure.together.observation;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.observation.ChatLogObservationHandler;
import ai.matey.observation.ChatObservationConvention;
import ai.matey.observation.ClientMonitor;
import ai.matey.observation.KnownRateLimits;
import ai.matey.observation.ObservationBackendListener;
import ai.matey.observation.ObservationChatMiddleware;
import ai.matey.observation.ObservationToolInterceptor;
import ai.matey.observation.ToolObservationConvention;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of observations of Together AI calls
 * and of what remembers limits and problems.
 * <p>
 * The observing middleware stands before all middleware of the application that has no
 * order of its own or one above {@value #MIDDLEWARE_ORDER}. One that asks the model
 * several times needs a lower order, so that each call to the model is observed.
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnBean({ TogetherAIBackendAdapter.class, TogetherProperties.class })
public final class TogetherObservationAutoConfiguration {

	static final int MIDDLEWARE_ORDER = Ordered.HIGHEST_PRECEDENCE + 1000;

	@Bean
	@ConditionalOnMissingBean
	@Order(MIDDLEWARE_ORDER)
	ObservationChatMiddleware observationChatMiddleware(TogetherProperties properties,
			ObjectProvider<ObservationRegistry> registries, ObjectProvider<ObservationHandler<?>> handlers,
			ObjectProvider<ChatObservationConvention> conventions) {
		TogetherProperties.Observation observation = properties.getObservation();
		ObservationChatMiddleware.Builder builder = ObservationChatMiddleware
			.builder(registries.getIfAvailable(() -> ownRegistry(handlers)))
			.provider(TogetherAIBackendAdapter.PROVIDER)
			.includePrompt(observation.includePrompt())
			.includeCompletion(observation.includeCompletion());
		conventions.ifUnique(builder::convention);
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	@Order(MIDDLEWARE_ORDER)
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
	ChatLogObservationHandler chatLogObservationHandler() {
		return new ChatLogObservationHandler();
	}

	@Bean
	@ConditionalOnMissingBean
	KnownRateLimits knownRateLimits() {
		return new KnownRateLimits();
	}

	@Bean
	@ConditionalOnMissingBean
	ClientMonitor togetherClientMonitor() {
		return new ClientMonitor();
	}

	/**
	 * An application without Boot's observation module has no registry, yet its log shall
	 * show calls.
	 */
	private static ObservationRegistry ownRegistry(ObjectProvider<ObservationHandler<?>> handlers) {
		ObservationRegistry registry = ObservationRegistry.create();
		handlers.orderedStream().forEach(registry.observationConfig()::observationHandler);
		return registry;
	}

}
