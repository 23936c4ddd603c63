package ai.matey.frontend.openai.format;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * A chunk of a streamed response.
 *
 * @param id the id of the response, the same in all chunks
 * @param object always {@code chat.completion.chunk}
 * @param created when the response was started, in seconds since 1970
 * @param model the model that responds, or {@code null} if unknown
 * @param choices the new content; empty in a chunk that only contains the tokens used
 * @param usage the tokens used, or {@code null} before the last chunk
 * @param systemFingerprint the fingerprint of the provider's configuration, or
 * {@code null}
 * @param warnings the warnings, in a last chunk, or {@code null}; a field of Together
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonIgnoreProperties(ignoreUnknown = true)
@JsonPropertyOrder({ "id", "object", "created", "model", "choices", "usage", "system_fingerprint", "warnings" })
public record ChatCompletionChunk(@JsonProperty("id") @Nullable String id,
		@JsonProperty("object") @Nullable String object, @JsonProperty("created") @Nullable Long created,
		@JsonProperty("model") @Nullable String model, @JsonProperty("choices") List<Choice> choices,
		@JsonProperty("usage") @Nullable CompletionUsage usage,
		@JsonProperty("system_fingerprint") @Nullable String systemFingerprint,
		@JsonProperty("warnings") @Nullable List<CompletionWarning> warnings) {

	/** The value of {@link #object()}. */
	public static final String OBJECT = "chat.completion.chunk";

	// List.copyOf() does nothing for the immutable lists that the mapper makes
	public ChatCompletionChunk {
		choices = (choices != null) ? List.copyOf(choices) : List.of();
		warnings = (warnings != null) ? List.copyOf(warnings) : null;
	}

	/**
	 * The new content of one of the choices.
	 *
	 * @param index its index, starting at 0
	 * @param delta the content to append; empty in the chunk that ends the choice
	 * @param finishReason why the model stopped, or {@code null} before the end
	 * @param logprobs the log probabilities of the new tokens, or {@code null}
	 * @param seed the seed that was used, in the chunk that ends the choice, or
	 * {@code null}; a field of Together
	 * @param additional further fields of the provider, such as {@code stop_reason}, in
	 * the chunk that ends the choice
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonPropertyOrder({ "index", "delta", "finish_reason", "logprobs", "seed" })
	public record Choice(@JsonProperty("index") @Nullable Integer index, @JsonProperty("delta") Delta delta,
			@JsonProperty("finish_reason") @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String finishReason,
			@JsonProperty("logprobs") @Nullable ChoiceLogprobs logprobs,
			@JsonProperty("seed") @Nullable BigInteger seed,
			@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

		public Choice {
			additional = WireCopies.fields(additional);
		}

		/**
		 * Create a choice without further fields.
		 * @param index its index, starting at 0
		 * @param delta the content to append
		 * @param finishReason why the model stopped, or {@code null} before the end
		 * @param logprobs the log probabilities of the new tokens, or {@code null}
		 * @param seed the seed that was used, or {@code null}
		 */
		public Choice(@Nullable Integer index, Delta delta, @Nullable String finishReason,
				@Nullable ChoiceLogprobs logprobs, @Nullable BigInteger seed) {
			this(index, delta, finishReason, logprobs, seed, Map.of());
		}

		@Override
		public String toString() {
			return "Choice[index=" + this.index + ", delta=" + this.delta + ", finishReason=" + this.finishReason
					+ ", additional=" + this.additional.keySet() + "]";
		}

	}

	/**
	 * The content to append.
	 *
	 * @param role {@code assistant} in the first chunk of a choice, otherwise
	 * {@code null}
	 * @param content more text, or {@code null}
	 * @param reasoning more reasoning, or {@code null}; a field of Together
	 * @param toolCalls fragments of tool calls, or {@code null}
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	@JsonPropertyOrder({ "role", "content", "reasoning", "tool_calls" })
	public record Delta(@JsonProperty("role") @Nullable String role, @JsonProperty("content") @Nullable String content,
			@JsonProperty("reasoning") @Nullable String reasoning,
			@JsonProperty("tool_calls") @Nullable List<ToolCall> toolCalls) {

		public Delta {
			toolCalls = (toolCalls != null) ? List.copyOf(toolCalls) : null;
		}

		@Override
		public String toString() {
			return "Delta[role=" + this.role + ", content=" + ChatCompletionMessage.length(this.content)
					+ " chars, reasoning=" + ChatCompletionMessage.length(this.reasoning) + " chars, toolCalls="
					+ this.toolCalls + "]";
		}

	}

}
