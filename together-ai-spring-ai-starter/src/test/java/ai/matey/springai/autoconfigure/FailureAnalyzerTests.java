package ai.matey.springai.autoconfigure;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.autoconfigure.together.BridgeAutoConfiguration;
import ai.matey.autoconfigure.together.TogetherAutoConfiguration;
import ai.matey.springai.TogetherChatModel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * What an application says when it does not start.
 */
@ExtendWith(OutputCaptureExtension.class)
class FailureAnalyzerTests {

	@Test
	void anUnknownClientIsExplained(CapturedOutput output) {
		fails(AsksForOurs.class);
		assertThat(output).contains("A TogetherChatModel of the Together AI client 'fats' is required, but")
			.contains("There are no named clients.")
			.contains("together.clients.fats");
	}

	@Test
	void anUnknownClientIsExplainedWhereClientsHaveNames(CapturedOutput output) {
		fails(AsksForAnybodys.class, "--together.clients.fast.default-model=a/b");
		assertThat(output).contains("A ChatModel of the Together AI client 'fats' is required, but")
			.contains("The named clients are: [fast].");
	}

	@Test
	void aMissingModelOfAnotherProviderIsLeftToBoot(CapturedOutput output) {
		fails(AsksForAnybodys.class);
		assertThat(output).doesNotContain("Together AI client").contains("Application run failed");
	}

	private static void fails(Class<?> application, String... arguments) {
		SpringApplication started = new SpringApplicationBuilder(Application.class, application)
			.web(WebApplicationType.NONE)
			.build();
		assertThatException().isThrownBy(() -> started.run(arguments));
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration({ TogetherAutoConfiguration.class, BridgeAutoConfiguration.class,
			org.springframework.ai.model.tool.autoconfigure.ToolCallingAutoConfiguration.class,
			TogetherChatModelAutoConfiguration.class })
	static class Application {

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForOurs {

		@Bean
		String asks(@Qualifier("fats") TogetherChatModel model) {
			return model.toString();
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class AsksForAnybodys {

		@Bean
		String asks(@Qualifier("fats") ChatModel model) {
			return model.toString();
		}

	}

}
