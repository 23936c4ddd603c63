package ai.matey.frontend.openai;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

import ai.matey.frontend.openai.format.ChatCompletion;
import ai.matey.frontend.openai.format.ChatCompletionChunk;
import ai.matey.frontend.openai.format.ChatCompletionMessage;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ContentPart;
import ai.matey.frontend.openai.format.OpenAIError;
import ai.matey.frontend.openai.format.StreamOptions;
import ai.matey.frontend.openai.format.ToolCall;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Whatever an application does to its mapper, the wire format stays.
 */
class WireFormatTests {

	private static final String REQUEST = """
			{"model":"m","messages":[
			  {"role":"user","name":"n","content":[{"type":"text","text":"SECRET"},
			    {"type":"image_url","image_url":{"url":"SECRET","detail":"low","k":1}},
			    {"type":"input_audio","input_audio":{"data":"SECRET","format":"wav"}},
			    {"type":"file","file":{"file_data":"SECRET","filename":"SECRET"}}]},
			  {"role":"assistant","content":null,"reasoning":"SECRET","reasoning_content":"SECRET",
			    "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"SECRET"}}]},
			  {"role":"tool","tool_call_id":"c","content":"SECRET","k":"SECRET"}],
			 "max_tokens":1,"max_completion_tokens":1,"temperature":0.5,"top_p":0.5,"top_k":1,"min_p":0.5,
			 "frequency_penalty":0.5,"presence_penalty":0.5,"repetition_penalty":0.5,"stop":["SECRET"],
			 "logit_bias":{"1":0.5},"seed":1,"n":1,"logprobs":true,"top_logprobs":1,"echo":true,"stream":true,
			 "stream_options":{"include_usage":true,"k":1},
			 "response_format":{"type":"json_schema","json_schema":{"name":"n","schema":{"d":"SECRET"},"strict":true}},
			 "tools":[{"type":"function","function":{"name":"f","description":"SECRET","parameters":{"d":"SECRET"}}}],
			 "tool_choice":{"type":"function","function":{"name":"f"}},"functions":[{"name":"f"}],
			 "function_call":"auto","reasoning":{"enabled":true,"k":1},"reasoning_effort":"low",
			 "context_length_exceeded_behavior":"error","chat_template_kwargs":{"k":"SECRET"},"safety_model":"s",
			 "user":"SECRET","brandNew_field":{"k":"SECRET"}}
			""";

	private static final String COMPLETION = """
			{"id":"i","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,
			 "message":{"role":"assistant","content":"SECRET","reasoning":"SECRET",
			   "tool_calls":[{"id":"c","type":"function","function":{"name":"f","arguments":"SECRET"}}]},
			 "finish_reason":"stop","seed":15924764223251450000,
			 "logprobs":{"content":[{"token":"SECRET","logprob":-1.5,"token_id":1,
			   "top_logprobs":[{"token":"SECRET","logprob":-1.5}]}]}}],
			 "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2,"k":1,
			   "prompt_tokens_details":{"cached_tokens":1},"completion_tokens_details":{"reasoning_tokens":1}},
			 "system_fingerprint":"fp","prompt":[{"text":"SECRET"}],
			 "warnings":[{"message":"w","category":"c","param":"p","source":"s"}]}
			""";

	private static final String CHUNK = """
			{"id":"i","object":"chat.completion.chunk","created":1,"model":"m","choices":[{"index":0,
			 "delta":{"role":"assistant","content":"SECRET","reasoning":"SECRET",
			   "tool_calls":[{"index":0,"id":"c","type":"function","function":{"name":"f","arguments":"SECRET"}}]},
			 "finish_reason":null}]}
			""";

	static Stream<JsonMapper> mappers() {
		return Stream
			.of(JsonMapper.builder(), JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE),
					JsonMapper.builder().propertyNamingStrategy(PropertyNamingStrategies.UPPER_SNAKE_CASE),
					JsonMapper.builder()
						.propertyNamingStrategy(PropertyNamingStrategies.UPPER_CAMEL_CASE)
						.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
						.enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES))
			.map((builder) -> builder.build());
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void everyMapperReadsAndWritesTheSame(JsonMapper mapper) {
		assertSurvives(mapper, REQUEST, ChatCompletionRequest.class);
		assertSurvives(mapper, COMPLETION, ChatCompletion.class);
		assertSurvives(mapper, CHUNK, ChatCompletionChunk.class);
		assertSurvives(mapper, "{\"error\":{\"message\":\"m\",\"type\":\"t\",\"param\":null,\"code\":null}}",
				OpenAIError.class);
	}

	@ParameterizedTest
	@MethodSource("mappers")
	void emptyObjectsBind(JsonMapper mapper) {
		assertThat(mapper.readValue("{}", ChatCompletionRequest.class).messages()).isEmpty();
		assertThat(mapper.readValue("{\"unknown\":1}", ChatCompletion.class).choices()).isEmpty();
		assertThat(mapper.readValue("{\"unknown\":1}", ChatCompletionChunk.class).choices()).isEmpty();
	}

	@Test
	void toStringShowsNoText() {
		ChatCompletionRequest request = Requests.JSON.readValue(REQUEST, ChatCompletionRequest.class);
		ChatCompletion completion = Requests.JSON.readValue(COMPLETION, ChatCompletion.class);
		ChatCompletionChunk chunk = Requests.JSON.readValue(CHUNK, ChatCompletionChunk.class);
		assertThat(Stream.of(request, request.messages(), request.tools(), request.responseFormat(),
				request.responseFormat().jsonSchema(), request.streamOptions(), request.reasoning(), completion,
				completion.choices().get(0).message().toolCalls(), completion.choices().get(0).logprobs().content(),
				completion.choices().get(0).logprobs().content().get(0).topLogprobs(), chunk))
			.allSatisfy((value) -> assertThat(value.toString()).doesNotContain("SECRET"));
		List<ContentPart> parts = request.messages().get(0).content().parts();
		assertThat(Stream.of(parts.get(1).imageUrl(), parts.get(2).inputAudio(), parts.get(3).file()))
			.allSatisfy((value) -> assertThat(value.toString()).doesNotContain("SECRET"));
		assertThat(new OpenAIFrontendAdapter().toIR(request.mutate().stop(null).build()).toString())
			.doesNotContain("SECRET");
	}

	@Test
	void recordsDoNotChangeAfterwards() {
		Map<String, Object> fields = new HashMap<>(Map.of("a", 1));
		List<ToolCall> calls = new ArrayList<>();
		StreamOptions options = new StreamOptions(null, fields);
		ChatCompletionMessage message = new ChatCompletionMessage("assistant", null, null, calls);
		fields.clear();
		calls.add(ToolCall.of("c", "f", "{}"));
		assertThat(options.additional()).hasSize(1);
		assertThat(message.toolCalls()).isEmpty();
	}

	private static void assertSurvives(JsonMapper mapper, String json, Class<?> type) {
		JsonNode written = Requests.JSON.readTree(mapper.writeValueAsString(mapper.readValue(json, type)));
		JsonNode expected = Requests.JSON.readTree(json);
		if (type == ChatCompletionRequest.class) {
			// null is not sent
			((ObjectNode) expected.get("messages").get(1)).remove("content");
		}
		assertThat(written).isEqualTo(expected);
	}

}
