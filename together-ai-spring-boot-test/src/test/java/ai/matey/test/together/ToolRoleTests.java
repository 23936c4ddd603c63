package ai.matey.test.together;

import java.time.Duration;
import java.util.List;

import ai.matey.test.together.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A scripted model that calls tools and makes its answer of what they gave back.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ToolRoleTests {

	private static final String ASKED = """
			{"role":"user","content":"Is it raining?"}""";

	private static final String CALLED = ASKED + """
			,{"role":"assistant","tool_calls":[{"id":"a","type":"function","function":{"name":"weather"}}]}\
			,{"role":"tool","tool_call_id":"a","content":"rain in Rome"}\
			,{"role":"tool","tool_call_id":"b","content":"sun in Oslo"}""";

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).start();

	private final TestClient client = new TestClient(this.fake);

	@BeforeEach
	void script() {
		this.fake.reset();
		this.fake.onPath("/v1/chat/completions")
			.always(Reply.toolCall("weather", "{\"city\":\"Rome\"}")
				.toolCall("weather", "{\"city\":\"Oslo\"}")
				.afterTools((results) -> Reply.text(String.join(" and ", results))));
	}

	@AfterAll
	void close() {
		this.fake.close();
	}

	@Test
	void toolsAreCalledUntilTheirResultsAreThere() {
		JsonNode choice = ask(ASKED);
		assertThat(choice.get("finish_reason").stringValue()).isEqualTo("tool_calls");
		assertThat(choice.at("/message/tool_calls").size()).isEqualTo(2);
		choice = ask(CALLED);
		assertThat(choice.get("finish_reason").stringValue()).isEqualTo("stop");
		assertThat(choice.at("/message/content").stringValue()).isEqualTo("rain in Rome and sun in Oslo");
	}

	@Test
	void theNextQuestionCallsThemAgain() {
		JsonNode choice = ask(CALLED + ",{\"role\":\"assistant\",\"content\":\"Yes.\"}," + ASKED);
		assertThat(choice.at("/message/tool_calls").size()).isEqualTo(2);
	}

	@Test
	void onlyTheLatestResultsCount() {
		ask(CALLED + """
				,{"role":"assistant","tool_calls":[{"id":"c","type":"function","function":{"name":"weather"}}]}\
				,{"role":"tool","tool_call_id":"c","content":"snow in Bern"}""");
		ask(ASKED);
		assertThat(this.fake.requests()).extracting(RecordedRequest::toolResults)
			.containsExactly(List.of("snow in Bern"), List.of());
	}

	private JsonNode ask(String messages) {
		String body = "{\"model\":\"%s\",\"messages\":[%s]}".formatted(TestClient.LLAMA, messages);
		return Json.parse(this.client.post("/chat/completions", body).body()).at("/choices/0");
	}

}
