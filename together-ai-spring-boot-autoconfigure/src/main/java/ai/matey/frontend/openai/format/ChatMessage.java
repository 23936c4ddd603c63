package ai.matey.frontend.openai.format;

import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * A message of a request.
 *
 * @param role {@code system}, {@code developer}, {@code user}, {@code assistant},
 * {@code tool} or the deprecated {@code function}
 * @param content the content, or {@code null} if there are only tool calls
 * @param name the name of the speaker, or {@code null}
 * @param toolCalls the tool calls of the model, or {@code null}
 * @param toolCallId the id of the call that a {@code tool} message responds to, or
 * {@code null}
 * @param reasoning the reasoning of the model, or {@code null}
 * @param reasoningContent the same under its other name, or {@code null}
 * @param refusal the reason why the model refused to respond, or {@code null}
 * @param functionCall deprecated form of a tool call, or {@code null}
 * @param additional further fields by their JSON name
 * @since 0.1.0
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
	 * Create a system message.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage system(String text) {
		return of("system", ChatContent.of(text), null);
	}

	/**
	 * Create a user message.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage user(String text) {
		return of("user", ChatContent.of(text), null);
	}

	/**
	 * Create a user message with several parts, such as text and an image.
	 * @param parts the parts in order
	 * @return the message
	 */
	public static ChatMessage user(ContentPart... parts) {
		return of("user", ChatContent.of(parts), null);
	}

	/**
	 * Create an assistant message.
	 * @param text the text
	 * @return the message
	 */
	public static ChatMessage assistant(String text) {
		return of("assistant", ChatContent.of(text), null);
	}

	/**
	 * Create an assistant message from a response, to continue the conversation.
	 * Reasoning and tool calls are kept.
	 * @param message the message of the response
	 * @return the message
	 */
	public static ChatMessage assistant(ChatCompletionMessage message) {
		String content = message.content();
		return new ChatMessage("assistant", (content != null) ? ChatContent.of(content) : null, null,
				message.toolCalls(), null, message.reasoning(), null, null, null, Map.of());
	}

	/**
	 * Create a message with the result of a tool.
	 * @param toolCallId the id of the call that the result belongs to
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
