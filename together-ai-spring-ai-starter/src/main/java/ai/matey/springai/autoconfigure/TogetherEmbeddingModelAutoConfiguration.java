package ai.matey.springai.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.embedding.observation.EmbeddingModelObservationConvention;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.core.env.Environment;

import ai.matey.autoconfigure.together.BridgeAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.core.Bridge;
import ai.matey.springai.TogetherEmbeddingModel;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Spring AI embedding model on
 * Together AI, active unless {@code spring.ai.model.embedding} names another provider.
 * <p>
 * Each entry of {@code together.clients} adds a {@link TogetherEmbeddingModel}, the bean
 * {@code <name>TogetherEmbeddingModel}, which is injected only with the name of the entry
 * as qualifier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = BridgeAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnProperty(name = SpringAIModelProperties.EMBEDDING_MODEL, havingValue = "together", matchIfMissing = true)
@ConditionalOnBean(TogetherProperties.class)
@EnableConfigurationProperties(TogetherEmbeddingProperties.class)
@Import(TogetherEmbeddingModelAutoConfiguration.NamedEmbeddingModels.class)
public final class TogetherEmbeddingModelAutoConfiguration {

	@Bean
	EmbeddingModelFactory togetherEmbeddingModelFactory(TogetherEmbeddingProperties properties,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<EmbeddingModelObservationConvention> observationConvention) {
		return new EmbeddingModelFactory(properties, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Bridge.class)
	TogetherEmbeddingModel togetherEmbeddingModel(EmbeddingModelFactory togetherEmbeddingModelFactory, Bridge bridge) {
		return togetherEmbeddingModelFactory.model("", bridge);
	}

	/**
	 * Creates the embedding models.
	 *
	 * @param properties the options for all models
	 * @param observationRegistry the registry for observations of calls
	 * @param observationConvention the convention for observations, or {@code null}
	 */
	record EmbeddingModelFactory(TogetherEmbeddingProperties properties, ObservationRegistry observationRegistry,
			@Nullable EmbeddingModelObservationConvention observationConvention) {

		TogetherEmbeddingModel model(String name, Bridge bridge) {
			return TogetherEmbeddingModel.builder(bridge)
				.options(this.properties.options())
				.metadataMode(this.properties.metadataMode())
				.observationRegistry(this.observationRegistry)
				.observationConvention(this.observationConvention)
				.build();
		}

	}

	/**
	 * Registers the embedding models of named clients.
	 */
	static final class NamedEmbeddingModels extends NamedModelsRegistrar {

		NamedEmbeddingModels(Environment environment) {
			super(environment, "togetherEmbeddingModelFactory", "TogetherEmbeddingModel");
		}

	}

}
