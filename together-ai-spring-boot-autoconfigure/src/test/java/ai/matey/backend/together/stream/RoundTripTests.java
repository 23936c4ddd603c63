package ai.matey.backend.together.stream;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import org.assertj.core.groups.Tuple;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.backend.together.TogetherAIBackendAdapter;
import ai.matey.backend.together.wire.Json;
import ai.matey.frontend.openai.OpenAIFrontendAdapter;
import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRRole;
import ai.matey.ir.IRStreamChunk;
import ai.matey.ir.MessageContent;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What holds for any request and any answer. Each seed gives another one.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RoundTripTests {

	private static final JsonMapper MAPPER = JsonMapper.builder().build();

	private static final IRChatRequest REQUEST = IRChatRequest.of("Hi");

	private final OpenAIFrontendAdapter openai = new OpenAIFrontendAdapter();

	private final TogetherAIBackendAdapter together = TogetherAIBackendAdapter.builder().build();

	static IntStream seeds() {
		return IntStream.range(0, 200);
	}

	@AfterAll
	void close() {
		this.together.close();
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void aStreamAddsUpToThePlainAnswerHoweverItIsCut(int seed) {
		Random random = new Random(seed);
		RandomAnswer answer = new RandomAnswer(random);
		String stream = answer.stream();
		IRChatResponse streamed = StreamResult.check(decode(stream.getBytes(StandardCharsets.UTF_8), random));
		IRChatResponse plain = this.together.toIR(answer.body(), REQUEST);
		assertThat(streamed.choices()).as("seed %d: %s", seed, stream).isEqualTo(plain.choices());
		assertThat(streamed.usage()).as("seed %d: %s", seed, stream).isEqualTo(plain.usage());
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void anAnswerSurvivesTheFormatOfOpenAI(int seed) {
		RandomAnswer answer = new RandomAnswer(new Random(seed));
		IRChatResponse response = this.together.toIR(answer.body(), REQUEST);
		String json = MAPPER.writeValueAsString(this.openai.fromIR(response));
		IRChatResponse again = this.together.toIR(Json.map(Json.read(json)), REQUEST);
		assertThat(again.choices()).as("seed %d: %s", seed, json).isEqualTo(response.choices());
		assertThat(again.usage()).as("seed %d: %s", seed, json).isEqualTo(response.usage());
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void aRequestInTheFormatOfOpenAISurvives(int seed) {
		String json = Json.write(request(new Random(seed)));
		IRChatRequest request = this.openai.toIR(MAPPER.readValue(json, ChatCompletionRequest.class));
		Map<String, Object> sent = this.together.fromIR(request, false);
		assertThat(Json.map(Json.read(Json.write(sent)))).as("seed %d: %s", seed, json)
			.isEqualTo(Json.map(Json.read(json)));
	}

	@ParameterizedTest(name = "seed {0}")
	@MethodSource("seeds")
	void aMessageOfAModelIsReadAsItWasSent(int seed) {
		IRMessage message = message(new Random(seed));
		Map<String, Object> sent = this.together.fromIR(IRChatRequest.builder().model("m").message(message).build(),
				false);
		Object wire = ((List<?>) sent.get("messages")).get(0);
		IRMessage read = this.together.toIR(Map.of("choices", List.of(Map.of("message", wire))), REQUEST).message();
		assertThat(read.text()).as("seed %d", seed).isEqualTo(message.text());
		assertThat(read.reasoning()).as("seed %d", seed).isEqualTo(message.reasoning());
		assertThat(read.toolCalls()).as("seed %d", seed)
			.extracting(ToolUseContent::id, ToolUseContent::name, ToolUseContent::input)
			.isEqualTo(message.toolCalls()
				.stream()
				.map((call) -> Tuple.tuple(call.id(), call.name(), call.input()))
				.toList());
	}

	private static List<IRStreamChunk> decode(byte[] stream, Random random) {
		ChatStreamDecoder decoder = DecoderRun.decoder();
		List<IRStreamChunk> chunks = new ArrayList<>();
		for (int start = 0; start < stream.length;) {
			int end = Math.min(stream.length, start + 1 + random.nextInt(random.nextBoolean() ? 3 : 300));
			DecoderRun.feed(decoder, Arrays.copyOfRange(stream, start, end), chunks::add);
			start = end;
		}
		DecoderRun.end(decoder, chunks::add);
		return chunks;
	}

	private static IRMessage message(Random random) {
		List<MessageContent> content = new ArrayList<>();
		content.add(new ReasoningContent(RandomAnswer.text(random)));
		content.add(new TextContent(RandomAnswer.text(random)));
		for (int i = random.nextInt(3); i > 0; i--) {
			Map<String, Object> input = new LinkedHashMap<>();
			input.put("text", RandomAnswer.text(random));
			input.put("list", Arrays.asList(random.nextInt(), null, random.nextBoolean()));
			input.put("number", random.nextInt(100) / 4.0);
			content.add(new ToolUseContent("call_" + i, "f" + i, input));
		}
		return new IRMessage(IRRole.ASSISTANT, content);
	}

	private static Map<String, Object> request(Random random) {
		Map<String, Object> request = new LinkedHashMap<>();
		request.put("model", "m" + random.nextInt());
		List<Object> messages = new ArrayList<>();
		messages.add(Map.of("role", "system", "content", "S" + RandomAnswer.text(random)));
		for (int i = random.nextInt(3); i >= 0; i--) {
			messages.add(Map.of("role", "user", "content", random.nextBoolean() ? "U" + RandomAnswer.text(random)
					: List.of(Map.of("type", "text", "text", "U" + RandomAnswer.text(random)), media(random))));
			messages.add(assistant(random, i));
			messages
				.add(Map.of("role", "tool", "content", "T" + RandomAnswer.text(random), "tool_call_id", "call_" + i));
		}
		request.put("messages", messages);
		Map<String, Object> optional = new LinkedHashMap<>();
		optional.put("max_tokens", 1 + random.nextInt(1000));
		optional.put("temperature", random.nextInt(8) / 4.0);
		optional.put("top_p", 0.5);
		optional.put("top_k", random.nextInt(100));
		optional.put("min_p", 0.25);
		optional.put("repetition_penalty", 1.5);
		optional.put("presence_penalty", -1.5);
		optional.put("frequency_penalty", 1.5);
		optional.put("stop", List.of("a", RandomAnswer.text(random)));
		optional.put("logit_bias", Map.of("" + random.nextInt(1000), 0.5));
		optional.put("seed", random.nextLong());
		optional.put("n", 1 + random.nextInt(128));
		optional.put("logprobs", random.nextInt(21));
		optional.put("echo", random.nextBoolean());
		optional.put("reasoning", Map.of("enabled", random.nextBoolean()));
		optional.put("reasoning_effort", "high");
		optional.put("context_length_exceeded_behavior", "truncate");
		optional.put("chat_template_kwargs", Map.of("thinking", random.nextBoolean()));
		optional.put("safety_model", "guard");
		optional.put("compliance", "hipaa");
		optional.put("tools", List.of(Map.of("type", "function", "function", Map.of("name", "f", "description",
				RandomAnswer.text(random) + ".", "parameters", Map.of("type", "object")))));
		optional.put("tool_choice",
				random.nextBoolean() ? "required" : Map.of("type", "function", "function", Map.of("name", "f")));
		optional.put("response_format", random.nextBoolean() ? Map.of("type", "json_object") : Map.of("type",
				"json_schema", "json_schema", Map.of("name", "n", "schema", Map.of("type", "object"), "strict", true)));
		optional.forEach((name, value) -> {
			if (random.nextInt(3) == 0) {
				request.put(name, value);
			}
		});
		if (request.containsKey("tool_choice")) {
			request.put("tools", optional.get("tools"));
		}
		return request;
	}

	private static Map<String, Object> assistant(Random random, int i) {
		Map<String, Object> message = new LinkedHashMap<>(Map.of("role", "assistant"));
		if (random.nextBoolean()) {
			message.put("content", "A" + RandomAnswer.text(random));
		}
		if (random.nextBoolean()) {
			message.put("reasoning", "R" + RandomAnswer.text(random));
		}
		message.put("tool_calls", List.of(Map.of("index", 0, "id", "call_" + i, "type", "function", "function",
				Map.of("name", "f", "arguments", Json.write(Map.of("x", RandomAnswer.text(random)))))));
		return message;
	}

	private static Map<String, Object> media(Random random) {
		String url = "https://example.com/" + random.nextInt();
		return switch (random.nextInt(4)) {
			case 0 -> Map.of("type", "image_url", "image_url", Map.of("url", url));
			case 1 -> Map.of("type", "video_url", "video_url", Map.of("url", url));
			case 2 -> Map.of("type", "audio_url", "audio_url", Map.of("url", url));
			default -> Map.of("type", "input_audio", "input_audio", Map.of("data", "AA==", "format", "wav"));
		};
	}

}
