package ai.matey.frontend.openai;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import ai.matey.frontend.openai.format.ChatCompletionRequest;
import ai.matey.frontend.openai.format.ReasoningOptions;
import ai.matey.frontend.openai.format.StreamOptions;
import ai.matey.ir.IRParameters;
import ai.matey.ir.Names;

/**
 * Translates the parameters of a request. Unknown fields are passed on to the backend.
 * Fields that only OpenAI's own service supports result in a warning instead, unless they
 * request what happens anyway.
 */
final class IRParameterMapper {

	private static final Map<String, Set<Object>> ONLY_OPENAI = Map.ofEntries(Map.entry("audio", Set.of()),
			Map.entry("metadata", Set.of()), Map.entry("modalities", Set.of(List.of("text"))),
			Map.entry("moderation", Set.of()), Map.entry("prediction", Set.of()),
			Map.entry("prompt_cache_key", Set.of()), Map.entry("prompt_cache_retention", Set.of()),
			Map.entry("service_tier", Set.of("auto", "default")), Map.entry("store", Set.of(false)),
			Map.entry("verbosity", Set.of("medium")), Map.entry("web_search_options", Set.of()));

	private final RequestNotes notes;

	private final WholeNumbers numbers;

	IRParameterMapper(RequestNotes notes) {
		this.notes = notes;
		this.numbers = new WholeNumbers(notes);
	}

	IRParameters toIR(ChatCompletionRequest request) {
		IRParameters.Builder builder = IRParameters.builder()
			.model(name("model", model(request)))
			.maxTokens(maxTokens(request))
			.temperature(request.temperature())
			.topP(request.topP())
			.topK(this.numbers.integer("top_k", request.topK()))
			.minP(request.minP())
			.frequencyPenalty(request.frequencyPenalty())
			.presencePenalty(request.presencePenalty())
			.repetitionPenalty(request.repetitionPenalty())
			.stopSequences(stop(request))
			.logitBias(logitBias(request))
			.n(this.numbers.integer("n", request.n()))
			.logprobs(logprobs(request))
			.echo(request.echo())
			.contextLengthExceededBehavior(request.contextLengthExceededBehavior())
			.safetyModel(name("safety_model", request.safetyModel()))
			.user(name("user", request.user()));
		Map<String, @Nullable Object> chatTemplateKwargs = request.chatTemplateKwargs();
		if (chatTemplateKwargs != null) {
			builder.chatTemplateKwargs(chatTemplateKwargs);
		}
		BigInteger seed = this.numbers.whole("seed", request.seed());
		if (seed != null) {
			builder.seed(seed);
		}
		reasoning(request, builder);
		request.additional().forEach((name, value) -> additional(request, name, value, builder));
		streamOptions(request);
		return builder.build();
	}

	private @Nullable String name(String field, @Nullable String name) {
		if (Names.isTooLong(name)) {
			throw this.notes.invalid(field, field + " has more than " + Names.MAX_LENGTH + " characters");
		}
		return name;
	}

	static @Nullable String model(ChatCompletionRequest request) {
		String model = request.model();
		return (model == null || model.isBlank()) ? null : model;
	}

	private @Nullable Integer maxTokens(ChatCompletionRequest request) {
		Integer maxTokens = this.numbers.integer("max_tokens", request.maxTokens());
		Integer newer = this.numbers.integer("max_completion_tokens", request.maxCompletionTokens());
		if (newer == null) {
			return maxTokens;
		}
		this.notes.normalized("max_completion_tokens", "max_completion_tokens was sent as max_tokens");
		if (maxTokens != null && !maxTokens.equals(newer)) {
			this.notes.unsupported("max_tokens", "max_tokens was not sent, since max_completion_tokens is there too");
		}
		return newer;
	}

	private List<String> stop(ChatCompletionRequest request) {
		List<String> stop = request.stop();
		if (stop == null) {
			return List.of();
		}
		for (int i = 0; i < stop.size(); i++) {
			if (stop.get(i) == null) {
				throw this.notes.invalid("stop[" + i + "]", "stop[" + i + "] is null: leave it out");
			}
		}
		return stop;
	}

	private Map<String, Double> logitBias(ChatCompletionRequest request) {
		Map<String, Double> logitBias = request.logitBias();
		if (logitBias == null) {
			return Map.of();
		}
		logitBias.forEach((token, bias) -> {
			if (bias == null) {
				String field = "logit_bias." + RequestNotes.word(token);
				throw this.notes.invalid(field, field + " is null: set a number or leave it out");
			}
		});
		return logitBias;
	}

	private @Nullable Integer logprobs(ChatCompletionRequest request) {
		Object logprobs = request.logprobs();
		Integer top = this.numbers.integer("top_logprobs", request.topLogprobs());
		if (logprobs instanceof Number number && number.doubleValue() == number.intValue()) {
			if (top != null && top != number.intValue()) {
				this.notes.unsupported("top_logprobs", "top_logprobs was not sent, since logprobs is a number too");
			}
			return number.intValue();
		}
		if (logprobs != null && !(logprobs instanceof Boolean)) {
			throw this.notes.invalid("logprobs", "logprobs is neither a boolean nor a whole number");
		}
		if (Boolean.TRUE.equals(logprobs)) {
			return (top != null) ? top : Integer.valueOf(0);
		}
		if (top != null && top > 0) {
			throw this.notes.invalid("top_logprobs", "top_logprobs needs logprobs to be true");
		}
		return null;
	}

	private void reasoning(ChatCompletionRequest request, IRParameters.Builder builder) {
		String effort = request.reasoningEffort();
		ReasoningOptions reasoning = request.reasoning();
		if (reasoning != null) {
			builder.reasoning(reasoning.enabled());
			String other = reasoning.effort();
			if (other != null && effort != null && !effort.equals(other)) {
				this.notes.unsupported("reasoning.effort",
						"reasoning.effort was not sent, since reasoning_effort is there too");
			}
			else if (other != null && effort == null) {
				this.notes.normalized("reasoning.effort", "reasoning.effort was sent as reasoning_effort");
				effort = other;
			}
			this.notes.unknown("reasoning", reasoning.additional());
		}
		builder.reasoningEffort(effort);
	}

	private void additional(ChatCompletionRequest request, String name, @Nullable Object value,
			IRParameters.Builder builder) {
		if (RequestNotes.saysNothing(value)) {
			return;
		}
		Set<Object> harmless = ONLY_OPENAI.get(name);
		if (harmless != null) {
			if (!harmless.contains(value)) {
				this.notes.unsupported(name, name + " is supported only by OpenAI and was not sent");
			}
		}
		else if (name.equals("safety_identifier") && request.user() == null && value instanceof String user) {
			this.notes.normalized(name, name + " was sent as user");
			builder.user(name(name, user));
		}
		// Engines reject it if there are no calls that could be parallel
		else if (!name.equals("parallel_tool_calls") || ToolMapper.hasTools(request)) {
			builder.custom(name, value);
		}
	}

	private void streamOptions(ChatCompletionRequest request) {
		StreamOptions options = request.streamOptions();
		// include_usage needs no warning: this frontend does what it asks for by itself
		if (options != null && !options.additional().equals(Map.of("include_obfuscation", false))) {
			this.notes.unknown("stream_options", options.additional());
		}
	}

}
