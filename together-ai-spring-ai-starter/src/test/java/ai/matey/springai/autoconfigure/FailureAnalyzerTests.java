package ai.matey.springai.autoconfigure;

import java.util.List;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.ai.chat.model.ChatModel;
import org.springframework.ai.chat.model.ChatResponse;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
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

	@Test
	void severalProvidersAreExplained(CapturedOutput output) {
		fails(HasAnother.class);
		assertThat(output).contains("A ChatModel is asked for, and several providers have one")
			.contains("togetherChatModel")
			.contains("anotherChatModel")
			.contains("Set spring.ai.model.chat=together")
			.contains("none for a bean of your own");
	}

	@Test
	void severalModelsOfOthersAreLeftToBoot(CapturedOutput output) {
		fails(HasAnother.class, "--spring.ai.model.chat=none", "--third=true");
		assertThat(output).doesNotContain("several providers have one").contains("but 2 were found");
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

	@Configuration(proxyBeanMethods = false)
	static class HasAnother {

		@Bean
		ChatModel anotherChatModel() {
			return (prompt) -> new ChatResponse(List.of());
		}

		@Bean
		@ConditionalOnProperty("third")
		ChatModel thirdChatModel() {
			return anotherChatModel();
		}

		@Bean
		String asks(ChatModel model) {
			return model.toString();
		}

	}

}
