package ai.matey.frontend.openai.format;

import java.util.Map;

import com.fasterxml.jackson.annotation.JsonAnyGetter;
import com.fasterxml.jackson.annotation.JsonAnySetter;
import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonPropertyOrder;
import org.jspecify.annotations.Nullable;

/**
 * The tokens used by a call.
 *
 * @param promptTokens tokens of the prompt
 * @param completionTokens tokens of the response, including reasoning
 * @param totalTokens total of both
 * @param promptTokensDetails details of the prompt's tokens, or {@code null}
 * @param completionTokensDetails details of the response's tokens, or {@code null}
 * @param additional further figures of the provider
 * @since 0.1.0
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
@JsonPropertyOrder({ "prompt_tokens", "completion_tokens", "total_tokens", "prompt_tokens_details",
		"completion_tokens_details" })
public record CompletionUsage(@JsonProperty("prompt_tokens") @Nullable Long promptTokens,
		@JsonProperty("completion_tokens") @Nullable Long completionTokens,
		@JsonProperty("total_tokens") @Nullable Long totalTokens,
		@JsonProperty("prompt_tokens_details") @Nullable PromptDetails promptTokensDetails,
		@JsonProperty("completion_tokens_details") @Nullable CompletionDetails completionTokensDetails,
		@JsonAnySetter @JsonAnyGetter Map<String, @Nullable Object> additional) {

	public CompletionUsage {
		additional = WireCopies.fields(additional);
	}

	/**
	 * Details of the prompt's tokens.
	 *
	 * @param cachedTokens tokens that came from a cache
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record PromptDetails(@JsonProperty("cached_tokens") @Nullable Long cachedTokens) {

	}

	/**
	 * Details of the response's tokens.
	 *
	 * @param reasoningTokens tokens used for reasoning
	 */
	@JsonInclude(JsonInclude.Include.NON_NULL)
	@JsonIgnoreProperties(ignoreUnknown = true)
	public record CompletionDetails(@JsonProperty("reasoning_tokens") @Nullable Long reasoningTokens) {

	}

}
