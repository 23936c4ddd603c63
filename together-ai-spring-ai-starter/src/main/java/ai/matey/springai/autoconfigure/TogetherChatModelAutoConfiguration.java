package ai.matey.springai.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.SpringAIModelProperties;
import org.springframework.ai.model.tool.ToolCallingManager;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
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
import ai.matey.springai.TogetherChatModel;

/**
 * {@link EnableAutoConfiguration Auto-configuration} for a Spring AI chat model on
 * Together AI, active unless {@code spring.ai.model.chat} names another provider.
 * <p>
 * Each entry of {@code together.clients} adds a {@link TogetherChatModel}, the bean
 * {@code <name>TogetherChatModel}, which is injected only with the name of the entry as
 * qualifier.
 *
 * @since 0.1.0
 */
@AutoConfiguration(after = { BridgeAutoConfiguration.class, ToolCallingAutoConfiguration.class },
		beforeName = "org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration",
		afterName = "org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration")
@ConditionalOnProperty(name = SpringAIModelProperties.CHAT_MODEL, havingValue = "together", matchIfMissing = true)
@ConditionalOnBean({ TogetherProperties.class, ToolCallingManager.class })
@EnableConfigurationProperties(TogetherChatProperties.class)
@Import(TogetherChatModelAutoConfiguration.NamedChatModels.class)
public final class TogetherChatModelAutoConfiguration {

	@Bean
	ChatModelFactory togetherChatModelFactory(TogetherProperties clients, TogetherChatProperties properties,
			ToolCallingManager toolCallingManager, ObjectProvider<ObservationRegistry> observationRegistry,
			ObjectProvider<ChatModelObservationConvention> observationConvention) {
		return new ChatModelFactory(clients, properties, toolCallingManager,
				observationRegistry.getIfUnique(() -> ObservationRegistry.NOOP), observationConvention.getIfUnique());
	}

	@Bean
	@ConditionalOnMissingBean
	@ConditionalOnSingleCandidate(Bridge.class)
	TogetherChatModel togetherChatModel(ChatModelFactory togetherChatModelFactory, Bridge bridge) {
		return togetherChatModelFactory.model(bridge);
	}

	/**
	 * Registers the chat models of named clients.
	 */
	static final class NamedChatModels extends NamedModelsRegistrar {

		NamedChatModels(Environment environment) {
			super(environment, "togetherChatModelFactory", "TogetherChatModel");
		}

	}

}
