package ai.matey.springai.autoconfigure;

import org.springframework.ai.model.chat.client.autoconfigure.ChatClientAutoConfiguration;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;
import org.springframework.ai.model.embedding.observation.autoconfigure.EmbeddingObservationAutoConfiguration;
import org.springframework.ai.model.image.observation.autoconfigure.ImageObservationAutoConfiguration;
import org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ssl.SslAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.HttpClientAutoConfiguration;
import org.springframework.boot.http.client.autoconfigure.reactive.ReactiveHttpClientAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.webclient.autoconfigure.WebClientAutoConfiguration;

import ai.matey.autoconfigure.together.BridgeAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherAutoConfiguration;

/**
 * Small applications with the auto-configurations that an application with the starter
 * has.
 */
final class TestContexts {

	static final String MODEL = "meta-llama/Llama-3.3-70B-Instruct-Turbo";

	static final Class<?>[] AUTO_CONFIGURATIONS = { SslAutoConfiguration.class, HttpClientAutoConfiguration.class,
			ReactiveHttpClientAutoConfiguration.class, WebClientAutoConfiguration.class,
			TogetherAutoConfiguration.class, BridgeAutoConfiguration.class, ToolCallingAutoConfiguration.class,
			ChatClientAutoConfiguration.class, ChatObservationAutoConfiguration.class,
			EmbeddingObservationAutoConfiguration.class, ImageObservationAutoConfiguration.class,
			TogetherChatModelAutoConfiguration.class, TogetherEmbeddingModelAutoConfiguration.class,
			TogetherImageModelAutoConfiguration.class, TogetherModelMetersAutoConfiguration.class,
			TogetherRerankAutoConfiguration.class };

	private TestContexts() {
	}

	static ApplicationContextRunner runner() {
		return new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(AUTO_CONFIGURATIONS));
	}

}
