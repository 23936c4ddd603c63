package ai.matey.springai.autoconfigure;

import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.springframework.ai.chat.observation.ChatModelObservationConvention;
import org.springframework.ai.model.tool.ToolCallingManager;

import ai.matey.autoconfigure.together.TogetherClientProperties;
import ai.matey.autoconfigure.together.TogetherProperties;
import ai.matey.core.Bridge;
import ai.matey.springai.TogetherChatModel;
import ai.matey.springai.TogetherChatOptions;

/**
 * Creates the chat models for the default client and the named clients.
 */
final class ChatModelFactory {

	private final TogetherProperties clients;

	private final TogetherChatOptions options;

	private final ToolCallingManager toolCallingManager;

	private final ObservationRegistry observationRegistry;

	private final @Nullable ChatModelObservationConvention observationConvention;

	ChatModelFactory(TogetherProperties clients, TogetherChatProperties properties,
			ToolCallingManager toolCallingManager, ObservationRegistry observationRegistry,
			@Nullable ChatModelObservationConvention observationConvention) {
		this.clients = clients;
		this.options = properties.options();
		this.toolCallingManager = toolCallingManager;
		this.observationRegistry = observationRegistry;
		this.observationConvention = observationConvention;
	}

	TogetherChatModel model(Bridge bridge) {
		return model(bridge, this.options);
	}

	/**
	 * Create the model for a named client, whose own default model takes precedence over
	 * the model configured for all chats.
	 */
	TogetherChatModel model(String name, Bridge bridge) {
		TogetherClientProperties client = this.clients.getClients().get(name);
		boolean ownModel = client != null && client.getDefaultModel() != null;
		return model(bridge, ownModel ? this.options.mutate().model(null).build() : this.options);
	}

	private TogetherChatModel model(Bridge bridge, TogetherChatOptions options) {
		return TogetherChatModel.builder(bridge)
			.options(options)
			.toolCallingManager(this.toolCallingManager)
			.observationRegistry(this.observationRegistry)
			.observationConvention(this.observationConvention)
			.build();
	}

}
