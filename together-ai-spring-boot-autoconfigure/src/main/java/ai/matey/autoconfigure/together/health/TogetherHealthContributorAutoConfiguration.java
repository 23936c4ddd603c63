package ai.matey.autoconfigure.together.health;

import java.time.Clock;
import java.util.LinkedHashMap;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.SimpleAutowireCandidateResolver;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.CompositeReactiveHealthContributorConfiguration;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthContributor;
import org.springframework.context.annotation.Bean;

import ai.matey.autoconfigure.together.middleware.TogetherModelAliases;
import ai.matey.autoconfigure.together.observation.TogetherObservationAutoConfiguration;
import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.observation.client.ClientMonitor;
import ai.matey.autoconfigure.together.middleware.ModelMonitor;
import ai.matey.pacing.AdaptivePacer;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the health contributor {@code
 * together}, which contains one contributor for each client if there are several.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherObservationAutoConfiguration.class)
@ConditionalOnClass({ ReactiveHealthContributor.class, ConditionalOnEnabledHealthIndicator.class })
@ConditionalOnBean({ TogetherAIBackendAdapter.class, ClientMonitor.class })
@ConditionalOnEnabledHealthIndicator("together")
@EnableConfigurationProperties(TogetherHealthProperties.class)
public final class TogetherHealthContributorAutoConfiguration extends
		CompositeReactiveHealthContributorConfiguration<TogetherReactiveHealthIndicator, TogetherAIBackendAdapter> {

	TogetherHealthContributorAutoConfiguration(ClientMonitor monitor, TogetherHealthProperties properties,
			ObjectProvider<AdaptivePacer> pacer, ObjectProvider<ModelMonitor> models,
			ObjectProvider<TogetherModelAliases> aliases) {
		super((adapter) -> new TogetherReactiveHealthIndicator(adapter, monitor, () -> storeProblem(pacer),
				new ModelHealth(models, aliases), Clock.systemUTC(), properties));
	}

	private static @Nullable String storeProblem(ObjectProvider<AdaptivePacer> pacers) {
		AdaptivePacer pacer = pacers.getIfAvailable();
		return (pacer != null) ? pacer.storeStatus().problem() : null;
	}

	@Bean
	@ConditionalOnMissingBean(name = { "togetherHealthIndicator", "togetherHealthContributor" })
	ReactiveHealthContributor togetherHealthContributor(ConfigurableListableBeanFactory beanFactory) {
		Map<String, TogetherAIBackendAdapter> clients = new LinkedHashMap<>();
		SimpleAutowireCandidateResolver.resolveAutowireCandidates(beanFactory, TogetherAIBackendAdapter.class)
			.values()
			.forEach((adapter) -> clients.put(adapter.clientName(), adapter));
		return createContributor(clients);
	}

}
