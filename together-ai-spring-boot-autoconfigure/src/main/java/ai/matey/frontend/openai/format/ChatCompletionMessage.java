package ai.matey.frontend.openai.format;

import java.util.List;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The message of a response. {@link ChatMessage#assistant(ChatCompletionMessage)}
 * converts it to a message of the next request.
 *
 * @param role always {@code assistant}
 * @param content the text of the response, or {@code null} if there is none, for example
 * with tool calls
 * @param reasoning the reasoning of the model, or {@code null}; a field of Together
 * @param toolCalls the tool calls, or {@code null} if there are none
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "role", "content", "reasoning", "tool_calls" })
public record ChatCompletionMessage(@JsonProperty("role") @Nullable String role,
		@JsonProperty("content") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String content,
		@JsonProperty("reasoning") @Nullable String reasoning,
		@JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls) {

	public ChatCompletionMessage {
		toolCalls = WireCopies.optional(toolCalls);
	}

	@Override
	public String toString() {
		return "ChatCompletionMessage[content=" + length(this.content) + " chars, reasoning=" + length(this.reasoning)
				+ " chars, toolCalls=" + this.toolCalls + "]";
	}

	static int length(@Nullable String text) {
		return (text != null) ? text.length() : 0;
	}

}
