package ai.matey.autoconfigure.together.actuate;

import java.time.Clock;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;

import ai.matey.autoconfigure.together.middleware.TogetherBudgets;
import ai.matey.autoconfigure.together.middleware.TogetherModelAliases;
import ai.matey.autoconfigure.together.observation.TogetherObservationAutoConfiguration;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.observation.KnownRateLimits;
import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.pacing.AdaptivePacer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link TogetherEndpoint}.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherObservationAutoConfiguration.class)
@ConditionalOnClass({ Endpoint.class, ConditionalOnAvailableEndpoint.class })
@ConditionalOnBean({ TogetherAIBackendAdapter.class, ClientMonitor.class, KnownRateLimits.class })
@ConditionalOnAvailableEndpoint(TogetherEndpoint.class)
public final class TogetherEndpointAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	TogetherEndpoint togetherEndpoint(ConfigurableListableBeanFactory beanFactory, ClientMonitor monitor,
			KnownRateLimits limits, ObjectProvider<ModelMonitor> models, ObjectProvider<TogetherModelAliases> aliases,
			ObjectProvider<TogetherBudgets> budgets, ObjectProvider<AdaptivePacer> pacer) {
		return new TogetherEndpoint(
				() -> SimpleAutowireCandidateResolver
					.resolveAutowireCandidates(beanFactory, TogetherAIBackendAdapter.class)
					.values(),
				monitor, limits, pacer.getIfAvailable(), new ModelDetails(models, aliases, budgets), Clock.systemUTC());
	}

}
