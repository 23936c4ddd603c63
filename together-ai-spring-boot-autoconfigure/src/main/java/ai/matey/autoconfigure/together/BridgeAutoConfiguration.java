package ai.matey.autoconfigure.together;

import jakarta.validation.Validator;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.object.ObjectValidator;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link Bridge} to Together
 * AI, with the application's {@link ai.matey.core.ChatMiddleware} beans in their order,
 * and of a frontend for OpenAI's format.
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class,
		afterName = "org.springframework.boot.validation.autoconfigure.ValidationAutoConfiguration")
@ConditionalOnBean(TogetherClients.class)
public final class BridgeAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(TogetherAIBackendAdapter.class)
	Bridge bridge(TogetherClients clients, TogetherAIBackendAdapter adapter) {
		return clients.bridge(TogetherClients.DEFAULT, adapter);
	}

	@Bean
	@ConditionalOnMissingBean
	OpenAIFrontendAdapter openAIFrontendAdapter() {
		return new OpenAIFrontendAdapter();
	}

	/**
	 * Typed responses are held to the constraints of their class where the application
	 * validates beans at all.
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
