package ai.matey.autoconfigure.together;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.context.annotation.Bean;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.core.Bridge;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;

/**
 * {@link EnableAutoConfiguration Auto-configuration} of the {@link Bridge} to Together
 * AI, with the application's {@link ai.matey.core.ChatMiddleware} beans in their order,
 * and of a frontend for OpenAI's format.
 */
@AutoConfiguration(after = TogetherAutoConfiguration.class)
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

}
