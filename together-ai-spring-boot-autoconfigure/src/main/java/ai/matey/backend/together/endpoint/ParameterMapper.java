package ai.matey.backend.together.endpoint;

import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

import org.jspecify.annotations.Nullable;

import ai.matey.backend.together.wire.ProviderNames;
import ai.matey.ir.IRParameters;
import ai.matey.ir.IRWarning;

/**
 * Maps parameters to Together's fields. Only what the caller set is sent, since the
 * engines behind Together reject different fields.
 */
final class ParameterMapper {

	private final Map<String, @Nullable Object> body;

	private final Consumer<IRWarning> warnings;

	ParameterMapper(Map<String, @Nullable Object> body, Consumer<IRWarning> warnings) {
		this.body = body;
		this.warnings = warnings;
	}

	/**
	 * Add the parameters that chats and completions have in common.
	 */
	void addSampling(IRParameters parameters) {
		InvalidRequests.range("n", parameters.n(), 1, 128);
		InvalidRequests.range("logprobs", parameters.logprobs(), 0, 20);
		InvalidRequests.range("min_p", parameters.minP(), 0, 1);
		InvalidRequests.range("presence_penalty", parameters.presencePenalty(), -2, 2);
		InvalidRequests.range("frequency_penalty", parameters.frequencyPenalty(), -2, 2);
		InvalidRequests.range("max_tokens", parameters.maxTokens(), 1, Integer.MAX_VALUE);
		InvalidRequests.finite("temperature", parameters.temperature());
		InvalidRequests.finite("top_p", parameters.topP());
		InvalidRequests.finite("repetition_penalty", parameters.repetitionPenalty());
		parameters.logitBias().forEach((token, bias) -> InvalidRequests.finite("logit_bias." + token, bias));
		put("max_tokens", parameters.maxTokens());
		put("temperature", parameters.temperature());
		put("top_p", parameters.topP());
		put("top_k", parameters.topK());
		put("min_p", parameters.minP());
		put("repetition_penalty", parameters.repetitionPenalty());
		put("presence_penalty", parameters.presencePenalty());
		put("frequency_penalty", parameters.frequencyPenalty());
		put("stop", parameters.stopSequences());
		put("logit_bias", parameters.logitBias());
		put("seed", parameters.seed());
		put("n", parameters.n());
		put("logprobs", parameters.logprobs());
		put("echo", parameters.echo());
		put("safety_model", parameters.safetyModel());
		unsupported("user", parameters.user(), "Together has no field for the end user's id; it was not sent");
	}

	/**
	 * Add the parameters that only chats support.
	 */
	void addChatOnly(IRParameters parameters) {
		put("reasoning", (parameters.reasoning() != null) ? Map.of("enabled", parameters.reasoning()) : null);
		put("reasoning_effort", parameters.reasoningEffort());
		put("context_length_exceeded_behavior", parameters.contextLengthExceededBehavior());
		put("chat_template_kwargs", parameters.chatTemplateKwargs());
	}

	/**
	 * Add a warning for each parameter that only chats support.
	 */
	void refuseChatOnly(IRParameters parameters) {
		String message = "Completions have no such field; it was not sent";
		unsupported("reasoning", parameters.reasoning(), message);
		unsupported("reasoning_effort", parameters.reasoningEffort(), message);
		unsupported("context_length_exceeded_behavior", parameters.contextLengthExceededBehavior(), message);
		unsupported("chat_template_kwargs",
				parameters.chatTemplateKwargs().isEmpty() ? null : parameters.chatTemplateKwargs(), message);
	}

	/**
	 * Request a stream that includes the usage, which some models send only on request.
	 */
	void addStreaming() {
		this.body.put("stream", true);
		this.body.put("stream_options", Map.of("include_usage", true));
	}

	private void unsupported(String field, @Nullable Object value, String message) {
		if (value != null) {
			this.warnings
				.accept(new IRWarning(IRWarning.Category.PARAMETER_UNSUPPORTED, message, field, ProviderNames.ADAPTER));
		}
	}

	private void put(String name, @Nullable Object value) {
		boolean unset = value == null || (value instanceof List<?> list && list.isEmpty())
				|| (value instanceof Map<?, ?> map && map.isEmpty());
		if (!unset) {
			this.body.put(name, value);
		}
	}

}
