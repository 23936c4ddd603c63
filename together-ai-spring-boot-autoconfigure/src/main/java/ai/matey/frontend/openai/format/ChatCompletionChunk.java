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
 * A piece of a streamed answer.
 *
 * @param id the answer's id, the same in all chunks
 * @param object always {@code chat.completion.chunk}
 * @param created when the answer was begun, in seconds since 1970
 * @param model the model that answers, or {@code null} if unknown
 * @param choices what is new; empty in a chunk that only tells the tokens used
 * @param usage the tokens used, or {@code null} before the last chunk
 * @param systemFingerprint the provider's mark of its configuration, or {@code null}
 * @param warnings what the caller should know, in a last chunk, or {@code null};
 * Together's field
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
	 * What is new in one of the answers.
	 *
	 * @param index its number, from 0
	 * @param delta what to append; empty in the chunk that ends the answer
	 * @param finishReason why the model stopped, or {@code null} before the end
	 * @param logprobs the new tokens' log probabilities, or {@code null}
	 * @param seed the seed that was used, in the chunk that ends the answer, or
	 * {@code null}; Together's field
	 * @param additional the provider's further fields, such as {@code stop_reason}, in
	 * the chunk that ends the answer
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
		 * @param index its number, from 0
		 * @param delta what to append
		 * @param finishReason why the model stopped, or {@code null} before the end
		 * @param logprobs the new tokens' log probabilities, or {@code null}
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
	 * What to append.
	 *
	 * @param role {@code assistant} in an answer's first chunk, else {@code null}
	 * @param content more text, or {@code null}
	 * @param reasoning more reasoning, or {@code null}; Together's field
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
