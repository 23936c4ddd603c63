package ai.matey.springai.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.image.observation.ImageModelObservationConvention;
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

import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.core.Bridge;
import ai.matey.springai.TogetherImageModel;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Spring AI image model on
 * Together AI, active unless {@code spring.ai.model.image} names another provider.
 * <p>
 * Each entry of {@code together.clients} adds a {@link TogetherImageModel}, the bean
 * {@code <name>TogetherImageModel}, which is injected only with the name of the entry as
 * qualifier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnProperty(name = SpringAIModelProperties.IMAGE_MODEL, havingValue = "together", matchIfMissing = true)
@ConditionalOnBean(TogetherProperties.class)
@EnableConfigurationProperties(TogetherImageProperties.class)
@Import(TogetherImageModelAutoConfiguration.NamedImageModels.class)
public final class TogetherImageModelAutoConfiguration {

	@Bean
	ImageModelFactory togetherImageModelFactory(TogetherImageProperties properties,
			ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ImageModelObservationConvention> observationConvention) {
		return new ImageModelFactory(properties, observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP),
				observationConvention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Bridge.class)
	TogetherImageModel togetherImageModel(ImageModelFactory togetherImageModelFactory, Bridge bridge) {
		return togetherImageModelFactory.model("", bridge);
	}

	/**
	 * Creates the image models.
	 *
	 * @param properties the options for all models
	 * @param observationRegistry the registry for observations of calls
	 * @param observationConvention the convention for observations, or {@code null}
	 */
	record ImageModelFactory(TogetherImageProperties properties, ObservationRegistry observationRegistry,
			@Nullable ImageModelObservationConvention observationConvention) {

		TogetherImageModel model(String name, Bridge bridge) {
			return TogetherImageModel.builder(bridge)
				.options(this.properties.options())
				.observationRegistry(this.observationRegistry)
				.observationConvention(this.observationConvention)
				.build();
		}

	}

	/**
	 * Registers the image models of named clients.
	 */
	static final class NamedImageModels extends NamedModelsRegistrar {

		NamedImageModels(Environment environment) {
			super(environment, "togetherImageModelFactory", "TogetherImageModel");
		}

	}

}
