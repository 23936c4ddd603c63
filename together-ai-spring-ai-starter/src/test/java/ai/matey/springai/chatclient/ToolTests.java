package ai.matey.springai.chatclient;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.client.ChatClient;
import org.springframework.ai.chat.model.ToolContext;
import org.springframework.ai.tool.annotation.Tool;
import org.springframework.ai.tool.annotation.ToolParam;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;

import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.Reply;

import static org.assertj.core.api.Assertions.assertThat;

@SpringAiTest
class ToolTests {

	private final ChatClient chatClient;

	private final FakeTogether fake;

	private final WeatherTools tools = new WeatherTools();

	ToolTests(ChatClient.Builder builder, FakeTogether fake) {
		this.chatClient = builder.build();
		this.fake = fake;
	}

	@Test
	void oneToolIsRun() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}"), Reply.text("It rains."));
		assertThat(this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).call().content())
			.isEqualTo("It rains.");
		assertThat(this.tools.asked).containsExactly("Rome");
		JsonNode announced = this.fake.requests()
			.get(0)
			.json()
			.get("tools")
			.valueStream()
			.map((tool) -> tool.get("function"))
			.filter((tool) -> tool.get("name").stringValue().equals("weather"))
			.findFirst()
			.orElseThrow();
		assertThat(announced.get("description").stringValue()).isEqualTo("The weather in a city");
		assertThat(announced.at("/parameters/properties/city/type").stringValue()).isEqualTo("string");
		JsonNode answered = this.fake.requests().get(1).json().at("/messages/2");
		assertThat(answered.get("role").stringValue()).isEqualTo("tool");
		assertThat(answered.get("content").stringValue()).isEqualTo("\"rain in Rome\"");
		assertThat(answered.get("tool_call_id"))
			.isEqualTo(this.fake.requests().get(1).json().at("/messages/1/tool_calls/0/id"));
	}

	@Test
	void severalToolsAreRunAtOnce() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").toolCall("weather", "{\"city\":\"Oslo\"}"),
				Reply.text("It rains."));
		this.chatClient.prompt("Where is it raining?").tools(this.tools).call().content();
		assertThat(this.tools.asked).containsExactlyInAnyOrder("Rome", "Oslo");
		assertThat(this.fake.requests().get(1).json().get("messages").size()).isEqualTo(4);
	}

	@Test
	void toolsRunInAStream() {
		this.fake.enqueue(Reply.text("Let me see. ").toolCall("weather", "{\"city\":\"Rome\"}"),
				Reply.text("It rains."));
		assertThat(this.chatClient.prompt("Is it raining in Rome?")
			.tools(this.tools)
			.stream()
			.content()
			.collect(Collectors.joining())
			.block()).isEqualTo("Let me see. It rains.");
		assertThat(this.tools.asked).containsExactly("Rome");
	}

	/**
	 * Spring AI 2.0.0 tells the usage of the last round.
	 */
	@Test
	void usageOfAllRoundsIsSummed() {
		boolean summed = ClassUtils.isPresent("org.springframework.ai.chat.client.advisor.UsageAccumulator", null);
		int expected = summed ? 35 : 23;
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").usage(10, 2),
				Reply.text("It rains.").usage(20, 3));
		var response = Objects
			.requireNonNull(this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).call().chatResponse());
		assertThat(response.getMetadata().getUsage().getTotalTokens()).isEqualTo(expected);
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").usage(10, 2),
				Reply.text("It rains.").usage(20, 3));
		var last = Objects.requireNonNull(
				this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).stream().chatResponse().blockLast());
		assertThat(last.getMetadata().getUsage().getTotalTokens()).isEqualTo(expected);
	}

	/**
	 * Spring AI 2.0.0 would go on.
	 */
	@Test
	void aModelThatAsksForEverIsStopped() {
		Assumptions
			.assumeTrue(ClassUtils.isPresent("org.springframework.ai.model.tool.ToolCallLimitExceededException", null));
		this.fake.when((request) -> true).always(Reply.toolCall("weather", "{\"city\":\"Rome\"}"));
		assertThat(this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).call().content())
			.contains("limit (40)");
		assertThat(this.tools.asked).hasSize(40);
	}

	@Test
	void toolsSeeTheContextAndTheModelDoesNot() {
		this.fake.enqueue(Reply.toolCall("tenant", "{}"), Reply.text("It is acme."));
		this.chatClient.prompt("Who am I?").tools(this.tools).toolContext(Map.of("tenant", "acme")).call().content();
		assertThat(this.tools.asked).containsExactly("acme");
		assertThat(this.fake.requests())
			.noneMatch((request) -> request.number() == 1 && request.body().contains("acme"));
	}

	@Test
	void aResultIsReturnedDirectly() {
		this.fake.enqueue(Reply.toolCall("receipt", "{}"));
		assertThat(this.chatClient.prompt("The receipt!").tools(this.tools).call().content()).contains("No. 7");
		assertThat(this.fake.requests()).hasSize(1);
	}

	@Test
	void aFailureIsToldToTheModel() {
		this.fake.enqueue(Reply.toolCall("broken", "{}"), Reply.text("Sorry."));
		assertThat(this.chatClient.prompt("Break!").tools(this.tools).call().content()).isEqualTo("Sorry.");
		assertThat(this.fake.requests().get(1).body()).contains("It is broken");
	}

	@Test
	void reasoningGoesBackWithTheResults() {
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").reasoning("I need the weather."),
				Reply.text("It rains."));
		this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).call().content();
		assertThat(this.fake.requests().get(1).json().at("/messages/1/reasoning").stringValue())
			.isEqualTo("I need the weather.");
		this.fake.enqueue(Reply.toolCall("weather", "{\"city\":\"Rome\"}").reasoning("I need the weather."),
				Reply.text("It rains."));
		this.chatClient.prompt("Is it raining in Rome?").tools(this.tools).stream().content().blockLast();
		assertThat(this.fake.requests().get(3).json().at("/messages/1/reasoning").stringValue())
			.isEqualTo("I need the weather.");
	}

	static class WeatherTools {

		private final List<String> asked = new CopyOnWriteArrayList<>();

		@Tool(description = "The weather in a city")
		String weather(@ToolParam(description = "The city") String city) {
			this.asked.add(city);
			return "rain in " + city;
		}

		@Tool(description = "The tenant")
		String tenant(ToolContext context) {
			this.asked.add((String) Objects.requireNonNull(context.getContext().get("tenant")));
			return "known";
		}

		@Tool(description = "The receipt", returnDirect = true)
		String receipt() {
			return "No. 7";
		}

		@Tool(description = "Breaks")
		String broken() {
			throw new IllegalStateException("It is broken");
		}

	}

}
