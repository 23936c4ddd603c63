package ai.matey.springai.mcp;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.tool.ToolCallbackProvider;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.method.MethodToolCallbackProvider;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A tool of an MCP server over loopback, called by a model on Together.
 */
@FakeTogetherTest
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class McpTests {

	private static final List<String> ASKED = new CopyOnWriteArrayList<>();

	private final FakeTogether fake;

	private final ConfigurableApplicationContext server;

	private final ConfigurableApplicationContext client;

	McpTests(FakeTogether fake) {
		this.fake = fake;
		this.server = new SpringApplicationBuilder(ServerApplication.class).web(WebApplicationType.SERVLET)
			.run("--server.port=0", "--spring.ai.mcp.server.protocol=streamable", "--server.address=127.0.0.1",
					"--spring.ai.mcp.client.enabled=false", "--spring.ai.model.chat=none",
					"--spring.ai.chat.client.enabled=false", "--spring.ai.model.embedding=none");
		String port = this.server.getEnvironment().getProperty("local.server.port");
		this.client = new SpringApplicationBuilder(ClientApplication.class).web(WebApplicationType.NONE)
			.run("--spring.ai.mcp.server.enabled=false",
					"--spring.ai.mcp.client.streamable-http.connections.weather.url=http://127.0.0.1:" + port,
					"--together.base-url=" + fake.baseUrl(), "--together.api-key=key-of-a-test",
					"--together.default-model=meta-llama/Llama-3.3-70B-Instruct-Turbo");
	}

	@AfterAll
	void close() {
		this.client.close();
		this.server.close();
	}

	@Test
	void aRemoteToolIsCalled() {
		this.fake.when((request) -> true)
			.always(Reply.toolCall("weather", "{\"city\":\"Rome\"}")
				.afterTools((results) -> Reply.text("The tool says: " + results)));
		ChatClient chatClient = this.client.getBean(ChatClient.Builder.class)
			.defaultTools(this.client.getBean(ToolCallbackProvider.class))
			.build();
		assertThat(chatClient.prompt("Is it raining?").call().content()).contains("The tool says", "rain in Rome");
		assertThat(chatClient.prompt("Is it raining?").stream().content().collect(Collectors.joining()).block())
			.contains("The tool says", "rain in Rome");
		assertThat(ASKED).containsExactly("Rome", "Rome");
		assertThat(this.fake.requests().get(0).json().at("/tools/0/function/name").stringValue()).isEqualTo("weather");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ServerApplication {

		@Bean
		ToolCallbackProvider tools() {
			return MethodToolCallbackProvider.builder().toolObjects(new WeatherTools()).build();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class ClientApplication {

	}

	static class WeatherTools {

		@Tool(description = "The weather in a city")
		String weather(String city) {
			ASKED.add(city);
			return "rain in " + city;
		}

	}

}
