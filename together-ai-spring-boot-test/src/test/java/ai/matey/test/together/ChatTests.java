package ai.matey.test.together;

import java.math.BigInteger;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;

import ai.matey.test.together.json.Json;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

import static ai.matey.test.together.TestClient.GPT_OSS;
import static ai.matey.test.together.TestClient.LLAMA;
import static ai.matey.test.together.TestClient.chat;
import static ai.matey.test.together.TestClient.joined;
import static org.assertj.core.api.Assertions.assertThat;

/**
 * Honest chat answers.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ChatTests {

	private static final String PATH = "/chat/completions";

	private static final String TOOLS = """
			,"tools":[{"type":"function","function":{"name":"get_weather","parameters":{"type":"object",\
			"properties":{"city":{"type":"string"},"days":{"type":"integer","maximum":7},\
			"unit":{"enum":["celsius","kelvin"]}}}}},\
			{"type":"function","function":{"name":"square_root"}}]""";

	private final FakeTogether fake = FakeTogether.builder().pace(Duration.ZERO).start();

	private final TestClient client = new TestClient(this.fake);

	@BeforeAll
	void started() {
		assertThat(this.fake.baseUrl()).isEqualTo("http://localhost:" + this.fake.port() + "/v1");
	}

	@AfterAll
	void close() {
		this.fake.close();
	}

	@Test
	void plainAnswerShowsThatTheRequestWasUnderstood() {
		HttpResponse<String> response = this.client.post(PATH, chat(LLAMA, ""));
		assertThat(response.headers().firstValue("content-type")).contains("application/json; charset=utf-8");
		assertThat(response.body()).startsWith("{\n  \"id\": \"fake-").contains("\"tool_calls\": []");
		JsonNode body = Json.parse(response.body());
		assertThat(body.at("/choices/0/message/content").stringValue()).startsWith("Made up by FakeTogether: ")
			.contains(LLAMA, "Hello, who are you?", "1 message");
		assertThat(body.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
		assertThat(body.at("/choices/0/seed").bigIntegerValue()).isGreaterThan(BigInteger.valueOf(Long.MAX_VALUE));
		assertThat(body.at("/choices/0/message").has("reasoning")).isFalse();
		int prompt = body.at("/usage/prompt_tokens").intValue();
		int completion = body.at("/usage/completion_tokens").intValue();
		assertThat(prompt).isEqualTo(6);
		assertThat(body.at("/usage/total_tokens").intValue()).isEqualTo(prompt + completion);
	}

	@Test
	void streamHasTheChunksOfTheService() {
		HttpResponse<String> response = this.client.post(PATH, chat(GPT_OSS, ",\"stream\":true"));
		assertThat(response.headers().firstValue("content-type")).contains("text/event-stream;charset=utf-8");
		List<JsonNode> chunks = this.client.stream(PATH, chat(GPT_OSS, ",\"stream\":true"));
		JsonNode first = chunks.get(0);
		assertThat(first.at("/choices/0/delta/role").stringValue()).isEqualTo("assistant");
		assertThat(first.at("/choices/0/delta/content").stringValue()).isEmpty();
		assertThat(first.has("usage")).isFalse();
		assertThat(chunks.get(1).path("usage").isNull()).isTrue();
		JsonNode finish = chunks.get(chunks.size() - 2);
		assertThat(finish.at("/choices/0/finish_reason").stringValue()).isEqualTo("stop");
		JsonNode usage = chunks.get(chunks.size() - 1);
		assertThat(usage.path("choices").isEmpty()).isTrue();
		assertThat(usage.at("/usage/reasoning_tokens").intValue()).isPositive();
		assertThat(joined(chunks, 0, "reasoning")).contains("the user wrote");
		String plain = this.client.json(PATH, chat(GPT_OSS, "")).at("/choices/0/message/content").stringValue();
		assertThat(joined(chunks, 0, "content")).isEqualTo(plain);
	}

	@Test
	void reasoningCanBeSwitched() {
		assertThat(this.client.json(PATH, chat(LLAMA, ",\"reasoning\":{\"enabled\":true}"))
			.at("/choices/0/message/reasoning")
			.isString()).isTrue();
		assertThat(this.client.json(PATH, chat(GPT_OSS, ",\"reasoning\":{\"enabled\":false}"))
			.at("/choices/0/message")
			.has("reasoning")).isFalse();
	}

	@Test
	void namedToolIsCalledWithArgumentsOfItsSchema() {
		String body = chat(LLAMA, TOOLS).replace("Hello, who are you?", "Call get weather for Rome, 30 days");
		JsonNode answer = this.client.json(PATH, body);
		assertThat(answer.at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
		JsonNode call = answer.at("/choices/0/message/tool_calls/0");
		assertThat(call.at("/function/name").stringValue()).isEqualTo("get_weather");
		assertThat(call.at("/function/arguments").stringValue())
			.isEqualTo("{\"city\":\"Rome\",\"days\":7,\"unit\":\"celsius\"}");
	}

	@Test
	void toolCallStreamsInFragments() {
		String body = chat(LLAMA, TOOLS + ",\"tool_choice\":\"required\",\"stream\":true");
		List<JsonNode> chunks = this.client.stream(PATH, body);
		StringBuilder arguments = new StringBuilder();
		int named = 0;
		for (JsonNode chunk : chunks) {
			JsonNode call = chunk.at("/choices/0/delta/tool_calls/0");
			arguments.append(call.at("/function/arguments").asString(""));
			named += call.path("id").isString() ? 1 : 0;
		}
		assertThat(named).isEqualTo(1);
		assertThat(Json.parse(arguments.toString()).path("unit").stringValue()).isEqualTo("celsius");
		assertThat(chunks.get(chunks.size() - 2).at("/choices/0/finish_reason").stringValue()).isEqualTo("tool_calls");
	}

	@Test
	void toolResultIsAnsweredWithText() {
		String body = """
				{"model":"%s","messages":[{"role":"user","content":"get_weather in Rome?"},
				{"role":"assistant","content":null,"tool_calls":[]},
				{"role":"tool","tool_call_id":"call_1","content":"Sunny"}]%s}""".formatted(LLAMA, TOOLS);
		assertThat(this.client.json(PATH, body).at("/choices/0/message/content").stringValue()).contains("Sunny");
	}

	@Test
	void structuredAnswersFitTheirSchema() {
		String body = chat(LLAMA, """
				,"response_format":{"type":"json_schema","json_schema":{"name":"x","schema":{"type":"object",
				"properties":{"tags":{"type":"array","minItems":2,"items":{"$ref":"#/$defs/tag"}},
				"ok":{"type":["null","boolean"]}},"$defs":{"tag":{"type":"string","maxLength":4}}}}}""");
		String content = this.client.json(PATH, body).at("/choices/0/message/content").stringValue();
		JsonNode value = Json.parse(content);
		assertThat(value.path("tags")).hasSize(2)
			.allSatisfy((tag) -> assertThat(tag.stringValue()).hasSizeLessThanOrEqualTo(4));
		assertThat(value.path("ok").booleanValue()).isTrue();
		String object = chat(LLAMA, ",\"response_format\":{\"type\":\"json_object\"}");
		assertThat(Json.parse(this.client.json(PATH, object).at("/choices/0/message/content").stringValue())
			.path("model")
			.stringValue()).isEqualTo(LLAMA);
	}

	@Test
	void optionsLimitTheAnswer() {
		JsonNode cut = this.client.json(PATH, chat(LLAMA, ",\"max_tokens\":3"));
		assertThat(cut.at("/choices/0/message/content").stringValue()).isEqualTo("Made up by");
		assertThat(cut.at("/choices/0/finish_reason").stringValue()).isEqualTo("length");
		JsonNode stopped = this.client.json(PATH, chat(LLAMA, ",\"stop\":[\" by\"]"));
		assertThat(stopped.at("/choices/0/message/content").stringValue()).isEqualTo("Made up");
		JsonNode thought = this.client.json(PATH, chat(GPT_OSS, ",\"max_tokens\":2"));
		assertThat(thought.at("/choices/0/message/content").stringValue()).isEmpty();
		assertThat(thought.at("/usage/completion_tokens").intValue()).isEqualTo(2);
	}

	@Test
	void severalChoicesAndLogprobs() {
		JsonNode answer = this.client.json(PATH, chat(LLAMA, ",\"n\":2,\"logprobs\":1"));
		assertThat(answer.path("choices")).hasSize(2);
		assertThat(answer.at("/choices/1/message/content").stringValue()).contains("choice 2 of 2");
		assertThat(answer.at("/choices/0/logprobs/content/0/token").stringValue()).isEqualTo("Made");
		assertThat(answer.at("/choices/0/logprobs/content/0/top_logprobs")).hasSize(1);
		List<JsonNode> chunks = this.client.stream(PATH, chat(LLAMA, ",\"n\":2,\"logprobs\":1,\"stream\":true"));
		assertThat(joined(chunks, 1, "content")).contains("choice 2 of 2");
		assertThat(chunks.get(2).at("/choices/0/logprobs").isNumber()).isTrue();
	}

}
