package ai.matey.autoconfigure.together;

import jakarta.validation.Validator;

import org.springframework.beans.factory.config.ConfigurableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Scope;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.core.BridgeBuilder;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.object.ObjectValidator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for the {@link Bridge} to Together
 * AI, with the application's {@link ai.matey.core.ChatMiddleware} beans in their order,
 * and for a frontend for OpenAI's format.
 * <p>
 * A middleware bean whose qualifier is the name of a client ({@code default} for the
 * client under {@code together}) applies to that client only. To keep middleware,
 * observation and customizers, an application that builds its own bridge can inject the
 * preconfigured {@link BridgeBuilder}, which is a new instance for each injection point.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnBean(TogetherClients.class)
public final class BridgeAutoConfiguration {

	@Bean
	@Scope(ConfigurableBeanFactory.SCOPE_PROTOTYPE)
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(TogetherAIBackendAdapter.class)
	BridgeBuilder bridgeBuilder(TogetherClients clients, TogetherAIBackendAdapter adapter) {
		return clients.bridgeBuilder(TogetherClients.DEFAULT, adapter);
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(BridgeBuilder.class)
	Bridge bridge(BridgeBuilder builder) {
		return builder.build();
	}

	@Bean
	@ConditionalOnMissingBean
	OpenAIFrontendAdapter openAIFrontendAdapter() {
		return new OpenAIFrontendAdapter();
	}

	/**
	 * Validates typed responses against the constraints of their class if the application
	 * uses Bean Validation.
	 */
	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass(Validator.class)
	static class BeanValidationConfiguration {

		@Bean
		@ConditionalOnMissingBean(ObjectValidator.class)
		@ConditionalOnSingleCandidate(Validator.class)
		BeanValidationObjectValidator togetherObjectValidator(Validator validator) {
			return new BeanValidationObjectValidator(validator);
		}

	}

}
