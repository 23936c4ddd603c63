package ai.matey.frontend.openai.format;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * One message of a request.
 *
 * @param role {@code system}, {@code developer}, {@code user}, {@code assistant},
 * {@code tool} or the deprecated {@code function}
 * @param content what it says, or {@code null} beside tool calls
 * @param name the speaker's name, or {@code null}
 * @param toolCalls the tools that the model asked for, or {@code null}
 * @param toolCallId the id of the call that a {@code tool} message answers, or
 * {@code null}
 * @param reasoning what the model thought, or {@code null}
 * @param reasoningContent the same under its other name, or {@code null}
 * @param refusal why the model refused to answer, or {@code null}
 * @param functionCall deprecated form of a tool call, or {@code null}
 * @param additional further fields by their name on the wire
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ChatMessage(@JsonProperty("role") @Nullable String role,
		@JsonProperty("content") @Nullable ChatContent content, @JsonProperty("name") @Nullable String name,
		@JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls,
		@JsonProperty("tool_call_id") @Nullable String toolCallId,
		@JsonProperty("reasoning") @Nullable String reasoning,
		@JsonProperty("reasoning_content") @Nullable String reasoningContent,
		@JsonProperty("refusal") @Nullable String refusal,
		@JsonProperty("function_call") ToolCall.@Nullable Function functionCall,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public ChatMessage {
		toolCalls = WireCopies.optional(toolCalls);
		additional = WireCopies.fields(additional);
	}

	/**
	 * Create instructions that frame the conversation.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage system(String text) {
		return of("system", ChatContent.of(text), null);
	}

	/**
	 * Create a user's message.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage user(String text) {
		return of("user", ChatContent.of(text), null);
	}

	/**
	 * Create a user's message of several parts, such as text and an image.
	 * @param parts the parts in order
	 * @return the message
	 */
	public static ChatMessage user(ContentPart... parts) {
		return of("user", ChatContent.of(parts), null);
	}

	/**
	 * Create a model's message.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage assistant(String text) {
		return of("assistant", ChatContent.of(text), null);
	}

	/**
	 * Create a model's message as it was answered, to continue the conversation.
	 * Reasoning and tool calls are kept.
	 * @param message the answer's message
	 * @return the message
	 */
	public static ChatMessage assistant(ChatCompletionMessage message) {
		String content = message.content();
		return new ChatMessage("assistant", (content != null) ? ChatContent.of(content) : null, null,
				message.toolCalls(), null, message.reasoning(), null, null, null, Map.of());
	}

	/**
	 * Create a message with the result of a tool.
	 * @param toolCallId the id of the call that it answers
	 * @param result the result as text
	 * @return the message
	 */
	public static ChatMessage tool(String toolCallId, String result) {
		return of("tool", ChatContent.of(result), toolCallId);
	}

	private static ChatMessage of(String role, ChatContent content, @Nullable String toolCallId) {
		return new ChatMessage(role, content, null, null, toolCallId, null, null, null, null, Map.of());
	}

	@Override
	public String toString() {
		return "ChatMessage[role=" + this.role + ", content=" + this.content + ", toolCalls=" + this.toolCalls + "]";
	}

}
