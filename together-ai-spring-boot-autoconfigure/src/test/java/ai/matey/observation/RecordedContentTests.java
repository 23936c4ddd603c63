package ai.matey.observation;

import java.util.List;
import java.util.Map;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import ai.matey.ir.FinishReason;
import ai.matey.ir.IRChatResponse;
import ai.matey.ir.IRChoice;
import ai.matey.ir.IRMessage;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRole;
import ai.matey.ir.ReasoningContent;
import ai.matey.ir.TextContent;
import ai.matey.ir.ToolUseContent;

import static org.assertj.core.api.Assertions.assertThat;

class RecordedContentTests {

	private static final JsonMapper JSON = JsonMapper.builder().build();

	@Test
	void writesAnyTextAsJson() {
		String text = "quote \" backslash \\ line\nbreak tab\t null\u0000 emoji 😀 brace { bracket [";
		JsonNode json = JSON.readTree(RecordedContent.input(List.of(IRMessage.system(text), IRMessage.user(text))));
		assertThat(json.path(0).path("role").asString()).isEqualTo("system");
		assertThat(json.path(1).path("parts").path(0).path("content").asString()).isEqualTo(text);
	}

	@Test
	void writesReasoningToolCallsAndTheirResults() {
		IRMessage answer = new IRMessage(IRRole.ASSISTANT,
				List.of(new ReasoningContent("why"), new TextContent("because"),
						new ToolUseContent("1", "weather", Map.of("city", "Rome"), "{\"city\":\"Rome\"}", null)));
		IRChatResponse response = new IRChatResponse(List.of(new IRChoice(0, answer, FinishReason.TOOL_CALLS)), null,
				IRMetadata.builder().build());
		JsonNode json = JSON.readTree(RecordedContent.output(response));
		assertThat(json.path(0).path("finish_reason").asString()).isEqualTo("tool_calls");
		JsonNode parts = json.path(0).path("parts");
		assertThat(parts.path(0).path("type").asString()).isEqualTo("reasoning");
		assertThat(parts.path(2).path("arguments").path("city").asString()).isEqualTo("Rome");
		JsonNode input = JSON.readTree(RecordedContent.input(List.of(IRMessage.tool("1", "sunny"))));
		assertThat(input.path(0).path("parts").path(0).path("result").asString()).isEqualTo("sunny");
	}

	@Test
	void writesArgumentsAsJsonHoweverTheyAreKnown() {
		Map<String, Object> deep = Map.of("list", List.of(1, "two", Map.of("a", true)));
		IRMessage message = new IRMessage(IRRole.ASSISTANT,
				List.of(new ToolUseContent("1", "parsed", deep),
						new ToolUseContent("2", "broken", Map.of(), "{\"city\":", "no JSON"),
						new ToolUseContent("3", "none", Map.of())));
		JsonNode parts = JSON.readTree(RecordedContent.input(List.of(message))).path(0).path("parts");
		assertThat(parts.path(0).path("arguments")).isEqualTo(JSON.valueToTree(deep));
		assertThat(parts.path(1).path("arguments").asString()).isEqualTo("{\"city\":");
		assertThat(parts.path(2).path("arguments").isObject()).isTrue();
	}

	@Test
	void writesNothingForNothing() {
		assertThat(RecordedContent.input(List.of())).isEqualTo("[]");
	}

}
