package ai.matey.autoconfigure.together.pacing;

import com.netflix.concurrency.limits.limit.AIMDLimit;
import io.github.bucket4j.Bucket;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;

import ai.matey.autoconfigure.together.TogetherAIBackendAdapterCustomizer;
import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.autoconfigure.together.pacing.TogetherPacingProperties.Store;
import ai.matey.backend.together.settings.TogetherConfigurationException;
import ai.matey.pacing.AdaptivePacer;
import ai.matey.pacing.PacingListener;
import ai.matey.pacing.store.PacingStore;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for pacing. All clients share one
 * {@link AdaptivePacer}, which paces each model of each client separately.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = RedisPacingStoreAutoConfiguration.class, before = TogetherAutoConfiguration.class)
@ConditionalOnClass({ Bucket.class, AIMDLimit.class })
@ConditionalOnBooleanProperty(name = "together.enabled", matchIfMissing = true)
@EnableConfigurationProperties({ TogetherPacingProperties.class, TogetherProperties.class })
public final class TogetherPacingAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	AdaptivePacer togetherPacer(TogetherPacingProperties properties, ObjectProvider<PacingStore> stores,
			ObjectProvider<PacingListener> listeners) {
		PacingStore store = stores.getIfAvailable();
		if (store == null && properties.store() == Store.REDIS) {
			throw new TogetherConfigurationException("together.pacing.store",
					"It is 'redis', but the application has no LettuceConnectionFactory, or a library is missing.",
					"Add spring-boot-starter-data-redis and com.bucket4j:bucket4j_jdk17-lettuce, or define a bean of "
							+ "the type PacingStore, or remove together.pacing.store.");
		}
		AdaptivePacer.Builder builder = AdaptivePacer.builder("Together AI").store(store, properties.redis().timeout());
		listeners.orderedStream().forEach(builder::listener);
		return builder.build();
	}

	/**
	 * Applied before the application's customizers, so that these take precedence.
	 */
	@Bean
	@Order(Ordered.HIGHEST_PRECEDENCE)
	TogetherAIBackendAdapterCustomizer togetherPacingCustomizer(AdaptivePacer pacer, TogetherProperties properties,
			TogetherPacingProperties shared) {
		return (client, builder) -> {
			ClientPacing settings = new ClientPacing(client, properties, shared.maxModels());
			if (settings.isEnabled()) {
				builder.pacer(pacer.withSettings(settings.settings()));
			}
		};
	}

}
