package ai.matey.springai;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.ai.chat.messages.AbstractMessage;
import org.springframework.ai.chat.messages.AssistantMessage;
import org.springframework.ai.chat.messages.Message;
import org.springframework.ai.chat.messages.MessageType;
import org.springframework.ai.chat.messages.SystemMessage;
import org.springframework.ai.chat.messages.ToolResponseMessage;
import org.springframework.ai.chat.messages.UserMessage;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.content.Media;
import org.springframework.ai.tool.ToolCallback;
import org.springframework.ai.tool.function.FunctionToolCallback;
import org.springframework.util.MimeType;
import org.springframework.util.MimeTypeUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.errors.ErrorCode;
import ai.matey.errors.ValidationException;
import ai.matey.test.together.FakeTogether;
import ai.matey.test.together.junit.FakeTogetherTest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * What is sent for Spring AI's messages and options.
 */
@FakeTogetherTest
class ChatMessageTests {

	private final FakeTogether fake;

	private final Rig rig;

	ChatMessageTests(FakeTogether fake) {
		this.fake = fake;
		this.rig = Rig.on(fake);
	}

	@AfterEach
	void close() {
		this.rig.close();
	}

	@Test
	void rolesAreKept() {
		JsonNode messages = sent(new SystemMessage("Be brief."), new UserMessage("Hello!"), new AssistantMessage("Hi."),
				new UserMessage("How are you?"));
		assertThat(messages).isEqualTo(json("""
				[{"role":"system","content":"Be brief."},{"role":"user","content":"Hello!"},
				{"role":"assistant","content":"Hi."},{"role":"user","content":"How are you?"}]"""));
	}

	@Test
	void mediaStandAfterTheText() {
		byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
		JsonNode messages = sent(UserMessage.builder()
			.text("What is this?")
			.media(new Media(MimeTypeUtils.IMAGE_PNG, URI.create("https://example.org/a.png")),
					Media.builder().mimeType(MimeTypeUtils.IMAGE_JPEG).data(bytes).build(),
					Media.builder().mimeType(MimeType.valueOf("audio/wav")).data(bytes).build(),
					Media.builder().mimeType(MimeType.valueOf("audio/mp3")).data(bytes).build(),
					new Media(MimeType.valueOf("video/mp4"), URI.create("https://example.org/a.mp4")))
			.build());
		assertThat(messages.get(0).get("content")).isEqualTo(json("""
				[{"type":"text","text":"What is this?"},
				{"type":"image_url","image_url":{"url":"https://example.org/a.png"}},
				{"type":"image_url","image_url":{"url":"data:image/jpeg;base64,Ynl0ZXM="}},
				{"type":"input_audio","input_audio":{"data":"Ynl0ZXM=","format":"wav"}},
				{"type":"audio_url","audio_url":{"url":"data:audio/mp3;base64,Ynl0ZXM="}},
				{"type":"video_url","video_url":{"url":"https://example.org/a.mp4"}}]"""));
	}

	@Test
	void documentsAreRefusedBeforeTheyAreSent() {
		UserMessage message = UserMessage.builder()
			.text("Summarise.")
			.media(Media.builder().mimeType(Media.Format.DOC_PDF).data(new byte[] { 1 }).build())
			.build();
		assertThatExceptionOfType(ValidationException.class)
			.isThrownBy(() -> this.rig.chatModel.call(new Prompt(message)))
			.satisfies((ex) -> assertThat(ex.code()).isEqualTo(ErrorCode.UNSUPPORTED_FEATURE));
		assertThat(this.fake.requests()).isEmpty();
	}

	@Test
	void reasoningGoesBackWithToolCallsOnly() {
		Map<String, Object> thought = Map.of(TogetherMetadata.REASONING_CONTENT, "I need the weather.");
		JsonNode messages = sent(new UserMessage("Is it raining?"), AssistantMessage.builder()
			.content("")
			.properties(thought)
			.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", "weather", "{\"city\":\"Rome\"}")))
			.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("call_1", "weather", "rain")))
					.build(),
				AssistantMessage.builder().content("Yes.").properties(thought).build(), new UserMessage("Thanks!"));
		assertThat(messages).isEqualTo(json("""
				[{"role":"user","content":"Is it raining?"},
				{"role":"assistant","reasoning":"I need the weather.","tool_calls":[{"index":0,"id":"call_1",
				"type":"function","function":{"name":"weather","arguments":"{\\"city\\":\\"Rome\\"}"}}]},
				{"role":"tool","content":"rain","tool_call_id":"call_1","name":"weather"},
				{"role":"assistant","content":"Yes."},{"role":"user","content":"Thanks!"}]"""));
	}

	@Test
	void argumentsThatDoNotParseGoBackAsTheModelWroteThem() {
		JsonNode messages = sent(new UserMessage("Go!"),
				AssistantMessage.builder()
					.toolCalls(List.of(new AssistantMessage.ToolCall("call_1", "function", "weather", "{\"city\":")))
					.build(),
				ToolResponseMessage.builder()
					.responses(List.of(new ToolResponseMessage.ToolResponse("call_1", "weather", "failed")))
					.build());
		assertThat(messages.get(1).at("/tool_calls/0/function/arguments").stringValue()).isEqualTo("{\"city\":");
	}

	@Test
	void everyOptionIsSent() {
		this.rig.chatModel
			.call(new Prompt("Hello!", TogetherChatOptionsTests.full().model(Rig.MODEL).n(1).toolChoice(null).build()));
		JsonNode body = this.fake.requests().get(0).json();
		assertThat(JsonText.<Object>read(body.toString())).containsEntry("model", Rig.MODEL)
			.containsEntry("temperature", 0.3)
			.containsEntry("max_tokens", 100)
			.containsEntry("top_p", 0.9)
			.containsEntry("top_k", 50)
			.containsEntry("min_p", 0.1)
			.containsEntry("frequency_penalty", 0.4)
			.containsEntry("presence_penalty", 0.5)
			.containsEntry("repetition_penalty", 1.1)
			.containsEntry("stop", List.of("END"))
			.containsEntry("seed", 7)
			.containsEntry("n", 1)
			.containsEntry("logprobs", 3)
			.containsEntry("logit_bias", Map.of("42", 1.5))
			.containsEntry("reasoning", Map.of("enabled", true))
			.containsEntry("reasoning_effort", "low")
			.containsEntry("chat_template_kwargs", Map.of("thinking", true))
			.containsEntry("safety_model", "a/guard")
			.containsEntry("context_length_exceeded_behavior", "truncate")
			.containsEntry("parallel_tool_calls", false)
			.containsEntry("new_field", 1)
			.containsEntry("response_format", Map.of("type", "json_schema", "json_schema",
					Map.of("name", "response", "schema", Map.of("type", "object"))));
	}

	@Test
	void anOptionOfThePromptReplacesAllOfTheModel() {
		TogetherChatModel model = TogetherChatModel.builder(this.rig.bridge)
			.options(TogetherChatOptions.builder().temperature(0.5).maxTokens(10).build())
			.build();
		model.call(new Prompt("Hello!"));
		model.call(new Prompt("Hello!", ChatOptions.builder().temperature(0.1).build()));
		assertThat(this.fake.requests().get(0).json().get("temperature").doubleValue()).isEqualTo(0.5);
		assertThat(this.fake.requests().get(0).json().get("max_tokens").intValue()).isEqualTo(10);
		assertThat(this.fake.requests().get(1).json().get("temperature").doubleValue()).isEqualTo(0.1);
		assertThat(this.fake.requests().get(1).json().has("max_tokens")).isFalse();
	}

	@Test
	void aToolIsChosenByName() {
		ToolCallback weather = FunctionToolCallback.builder("weather", () -> "rain").inputType(Void.class).build();
		this.rig.chatModel.call(new Prompt("Hello!",
				TogetherChatOptions.builder().toolCallbacks(weather).toolChoice("weather").build()));
		assertThat(this.fake.requests().get(0).json().get("tool_choice"))
			.isEqualTo(json("{\"type\":\"function\",\"function\":{\"name\":\"weather\"}}"));
	}

	@Test
	void messagesOfAnUnknownKindAreRefused() {
		Message odd = new AbstractMessage(MessageType.USER, "Hello!", Map.of()) {
		};
		assertThatIllegalArgumentException().isThrownBy(() -> this.rig.chatModel.call(new Prompt(odd)))
			.withMessageContaining("is not supported");
		assertThat(this.fake.requests()).isEmpty();
	}

	private JsonNode sent(Message... messages) {
		this.rig.chatModel.call(new Prompt(messages));
		return this.fake.requests().get(0).json().get("messages");
	}

	private static JsonNode json(String text) {
		return JsonMapper.shared().readTree(text);
	}

}
