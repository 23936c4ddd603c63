package ai.matey.ir;

import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * Parameters of a generation. Only those that are set are sent: {@code null} and empty
 * collections select the provider's default.
 *
 * @param model the model to use, at most 256 characters, or {@code null} for the
 * backend's default
 * @param maxTokens maximum number of tokens to generate
 * @param temperature randomness of the generation, from 0 for the least
 * @param topP nucleus sampling, 0 to 1
 * @param topK the number of most likely tokens to consider
 * @param minP minimum relative probability of a token to consider, 0 to 1
 * @param frequencyPenalty penalty on frequent tokens, -2 to 2; higher values repeat them
 * less
 * @param presencePenalty penalty on tokens already present, -2 to 2; higher values favour
 * new topics
 * @param repetitionPenalty penalty on repetition; higher values repeat less, 1 is neutral
 * @param stopSequences texts that stop the generation; empty for none
 * @param logitBias bias per token id; empty for none
 * @param seed seed for repeatable sampling on a best-effort basis; like the seeds that
 * responses report, it may exceed a {@code long}
 * @param n the number of choices to generate
 * @param logprobs the number of alternatives to report per token; 0 reports only the
 * chosen token
 * @param echo whether the response repeats the prompt
 * @param reasoning whether a hybrid model reasons before it responds
 * @param reasoningEffort how hard the model reasons, such as {@code low}, {@code medium},
 * {@code high}
 * @param contextLengthExceededBehavior {@code error} or {@code truncate}
 * @param chatTemplateKwargs arguments of the model's chat template; empty for none
 * @param safetyModel a moderation model that checks the content
 * @param user an opaque id of the end user
 * @param custom additional fields that the backend sends unchanged, by their JSON name;
 * empty for none
 * @since 0.1.0
 */
public record IRParameters(@Nullable String model, @Nullable Integer maxTokens, @Nullable Double temperature,
		@Nullable Double topP, @Nullable Integer topK, @Nullable Double minP, @Nullable Double frequencyPenalty,
		@Nullable Double presencePenalty, @Nullable Double repetitionPenalty, List<String> stopSequences,
		Map<String, Double> logitBias, @Nullable BigInteger seed, @Nullable Integer n, @Nullable Integer logprobs,
		@Nullable Boolean echo, @Nullable Boolean reasoning, @Nullable String reasoningEffort,
		@Nullable String contextLengthExceededBehavior, Map<String, @Nullable Object> chatTemplateKwargs,
		@Nullable String safetyModel, @Nullable String user, Map<String, @Nullable Object> custom) {

	/** Parameters without any value, so that the provider's defaults apply. */
	public static final IRParameters NONE = builder().build();

	public IRParameters {
		Names.checked("model", model);
		Names.checked("safetyModel", safetyModel);
		Names.checked("user", user);
		stopSequences = List.copyOf(stopSequences);
		logitBias = Copies.map(logitBias);
		chatTemplateKwargs = Copies.json(chatTemplateKwargs);
		custom = Copies.json(custom);
	}

	/**
	 * Create a builder with nothing set.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create a builder initialized with these parameters.
	 * @return a new builder
	 */
	public Builder mutate() {
		Builder builder = new Builder();
		builder.model = this.model;
		builder.maxTokens = this.maxTokens;
		builder.temperature = this.temperature;
		builder.topP = this.topP;
		builder.topK = this.topK;
		builder.minP = this.minP;
		builder.frequencyPenalty = this.frequencyPenalty;
		builder.presencePenalty = this.presencePenalty;
		builder.repetitionPenalty = this.repetitionPenalty;
		builder.stopSequences = this.stopSequences;
		builder.logitBias.putAll(this.logitBias);
		builder.seed = this.seed;
		builder.n = this.n;
		builder.logprobs = this.logprobs;
		builder.echo = this.echo;
		builder.reasoning = this.reasoning;
		builder.reasoningEffort = this.reasoningEffort;
		builder.contextLengthExceededBehavior = this.contextLengthExceededBehavior;
		builder.chatTemplateKwargs.putAll(this.chatTemplateKwargs);
		builder.safetyModel = this.safetyModel;
		builder.user = this.user;
		builder.custom.putAll(this.custom);
		return builder;
	}

	/**
	 * Return these parameters with others used for those that are not set. The entries of
	 * maps are merged.
	 * @param fallback the parameters used where nothing is set here
	 * @return the combined parameters
	 */
	public IRParameters orElse(IRParameters fallback) {
		if (fallback.equals(NONE)) {
			return this;
		}
		return new IRParameters(first(this.model, fallback.model), first(this.maxTokens, fallback.maxTokens),
				first(this.temperature, fallback.temperature), first(this.topP, fallback.topP),
				first(this.topK, fallback.topK), first(this.minP, fallback.minP),
				first(this.frequencyPenalty, fallback.frequencyPenalty),
				first(this.presencePenalty, fallback.presencePenalty),
				first(this.repetitionPenalty, fallback.repetitionPenalty),
				this.stopSequences.isEmpty() ? fallback.stopSequences : this.stopSequences,
				joined(this.logitBias, fallback.logitBias), first(this.seed, fallback.seed), first(this.n, fallback.n),
				first(this.logprobs, fallback.logprobs), first(this.echo, fallback.echo),
				first(this.reasoning, fallback.reasoning), first(this.reasoningEffort, fallback.reasoningEffort),
				first(this.contextLengthExceededBehavior, fallback.contextLengthExceededBehavior),
				joined(this.chatTemplateKwargs, fallback.chatTemplateKwargs),
				first(this.safetyModel, fallback.safetyModel), first(this.user, fallback.user),
				joined(this.custom, fallback.custom));
	}

	private static <T> @Nullable T first(@Nullable T own, @Nullable T fallback) {
		return (own != null) ? own : fallback;
	}

	private static <T extends @Nullable Object> Map<String, T> joined(Map<String, T> own, Map<String, T> fallback) {
		Map<String, T> joined = new LinkedHashMap<>(fallback);
		joined.putAll(own);
		return joined;
	}

	/**
	 * Return which fields are set, without free text: stop sequences, template arguments,
	 * custom values and the user id may contain what a person wrote.
	 */
	@Override
	public String toString() {
		return "IRParameters[model=" + this.model + ", maxTokens=" + this.maxTokens + ", temperature="
				+ this.temperature + ", topP=" + this.topP + ", n=" + this.n + ", custom=" + this.custom.keySet() + "]";
	}

	/**
	 * Builds {@link IRParameters}. Not thread-safe.
	 */
	public static final class Builder {

		private @Nullable String model;

		private @Nullable Integer maxTokens;

		private @Nullable Double temperature;

		private @Nullable Double topP;

		private @Nullable Integer topK;

		private @Nullable Double minP;

		private @Nullable Double frequencyPenalty;

		private @Nullable Double presencePenalty;

		private @Nullable Double repetitionPenalty;

		private List<String> stopSequences = List.of();

		private final Map<String, Double> logitBias = new LinkedHashMap<>();

		private @Nullable BigInteger seed;

		private @Nullable Integer n;

		private @Nullable Integer logprobs;

		private @Nullable Boolean echo;

		private @Nullable Boolean reasoning;

		private @Nullable String reasoningEffort;

		private @Nullable String contextLengthExceededBehavior;

		private final Map<String, @Nullable Object> chatTemplateKwargs = new LinkedHashMap<>();

		private @Nullable String safetyModel;

		private @Nullable String user;

		private final Map<String, @Nullable Object> custom = new LinkedHashMap<>();

		private Builder() {
		}

		/**
		 * Set the model to use.
		 * @param model the model to use, or {@code null} for the backend's default
		 * @return this builder
		 */
		public Builder model(@Nullable String model) {
			this.model = model;
			return this;
		}

		/**
		 * Set the maximum number of tokens to generate.
		 * @param maxTokens maximum number of tokens to generate, or {@code null} for the
		 * provider's default
		 * @return this builder
		 */
		public Builder maxTokens(@Nullable Integer maxTokens) {
			this.maxTokens = maxTokens;
			return this;
		}

		/**
		 * Set the randomness of the generation, from 0 for the least.
		 * @param temperature randomness of the generation, from 0 for the least, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder temperature(@Nullable Double temperature) {
			this.temperature = temperature;
			return this;
		}

		/**
		 * Set nucleus sampling, 0 to 1.
		 * @param topP nucleus sampling, 0 to 1, or {@code null} for the provider's
		 * default
		 * @return this builder
		 */
		public Builder topP(@Nullable Double topP) {
			this.topP = topP;
			return this;
		}

		/**
		 * Set the number of most likely tokens to consider.
		 * @param topK the number of most likely tokens to consider, or {@code null} for
		 * the provider's default
		 * @return this builder
		 */
		public Builder topK(@Nullable Integer topK) {
			this.topK = topK;
			return this;
		}

		/**
		 * Set the minimum relative probability of a token to consider, 0 to 1.
		 * @param minP minimum relative probability of a token to consider, 0 to 1, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder minP(@Nullable Double minP) {
			this.minP = minP;
			return this;
		}

		/**
		 * Set the penalty on frequent tokens, -2 to 2.
		 * @param frequencyPenalty penalty on frequent tokens, -2 to 2; higher values
		 * repeat them less, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder frequencyPenalty(@Nullable Double frequencyPenalty) {
			this.frequencyPenalty = frequencyPenalty;
			return this;
		}

		/**
		 * Set the penalty on tokens already present, -2 to 2.
		 * @param presencePenalty penalty on tokens already present, -2 to 2; higher
		 * values favour new topics, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder presencePenalty(@Nullable Double presencePenalty) {
			this.presencePenalty = presencePenalty;
			return this;
		}

		/**
		 * Set the penalty on repetition; 1 is neutral.
		 * @param repetitionPenalty penalty on repetition; higher values repeat less, 1 is
		 * neutral, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder repetitionPenalty(@Nullable Double repetitionPenalty) {
			this.repetitionPenalty = repetitionPenalty;
			return this;
		}

		/**
		 * Set the texts that stop the generation.
		 * @param stopSequences the texts
		 * @return this builder
		 */
		public Builder stopSequences(List<String> stopSequences) {
			this.stopSequences = List.copyOf(stopSequences);
			return this;
		}

		/**
		 * Set the bias per token id.
		 * @param logitBias bias per token id; empty for none
		 * @return this builder
		 */
		public Builder logitBias(Map<String, Double> logitBias) {
			this.logitBias.clear();
			this.logitBias.putAll(logitBias);
			return this;
		}

		/**
		 * Set the seed for repeatable sampling on a best-effort basis.
		 * @param seed seed for repeatable sampling on a best-effort basis, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder seed(@Nullable Long seed) {
			this.seed = (seed != null) ? BigInteger.valueOf(seed) : null;
			return this;
		}

		/**
		 * Set the seed for repeatable sampling on a best-effort basis.
		 * @param seed the seed, such as one that a response reported, or {@code null}
		 * @return this builder
		 */
		public Builder seed(@Nullable BigInteger seed) {
			this.seed = seed;
			return this;
		}

		/**
		 * Set the number of choices to generate.
		 * @param n the number of choices to generate, or {@code null} for the provider's
		 * default
		 * @return this builder
		 */
		public Builder n(@Nullable Integer n) {
			this.n = n;
			return this;
		}

		/**
		 * Set the number of alternatives to report per token; 0 reports only the chosen
		 * token.
		 * @param logprobs the number of alternatives to report per token; 0 reports only
		 * the chosen token, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder logprobs(@Nullable Integer logprobs) {
			this.logprobs = logprobs;
			return this;
		}

		/**
		 * Set whether the response repeats the prompt.
		 * @param echo whether the response repeats the prompt, or {@code null} for the
		 * provider's default
		 * @return this builder
		 */
		public Builder echo(@Nullable Boolean echo) {
			this.echo = echo;
			return this;
		}

		/**
		 * Set whether a hybrid model reasons before it responds.
		 * @param reasoning whether a hybrid model reasons before it responds, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder reasoning(@Nullable Boolean reasoning) {
			this.reasoning = reasoning;
			return this;
		}

		/**
		 * Set how hard the model reasons, such as {@code low}, {@code medium} or
		 * {@code high}.
		 * @param reasoningEffort how hard the model reasons, such as {@code low},
		 * {@code medium}, {@code high}, or {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder reasoningEffort(@Nullable String reasoningEffort) {
			this.reasoningEffort = reasoningEffort;
			return this;
		}

		/**
		 * Set what happens if the prompt and {@code maxTokens} exceed the model's
		 * context: {@code error} or {@code truncate}.
		 * @param contextLengthExceededBehavior {@code error} or {@code truncate}, or
		 * {@code null} for the provider's default
		 * @return this builder
		 */
		public Builder contextLengthExceededBehavior(@Nullable String contextLengthExceededBehavior) {
			this.contextLengthExceededBehavior = contextLengthExceededBehavior;
			return this;
		}

		/**
		 * Set the arguments of the model's chat template.
		 * @param chatTemplateKwargs arguments of the model's chat template; empty for
		 * none
		 * @return this builder
		 */
		public Builder chatTemplateKwargs(Map<String, @Nullable Object> chatTemplateKwargs) {
			this.chatTemplateKwargs.clear();
			this.chatTemplateKwargs.putAll(chatTemplateKwargs);
			return this;
		}

		/**
		 * Set the moderation model that checks the content.
		 * @param safetyModel a moderation model that checks the content, or {@code null}
		 * for the provider's default
		 * @return this builder
		 */
		public Builder safetyModel(@Nullable String safetyModel) {
			this.safetyModel = safetyModel;
			return this;
		}

		/**
		 * Set the opaque id of the end user.
		 * @param user an opaque id of the end user, or {@code null} for the provider's
		 * default
		 * @return this builder
		 */
		public Builder user(@Nullable String user) {
			this.user = user;
			return this;
		}

		/**
		 * Add a field that the backend sends unchanged, for options that have no property
		 * here yet.
		 * @param name the JSON name of the field
		 * @param value its JSON value
		 * @return this builder
		 */
		public Builder custom(String name, @Nullable Object value) {
			this.custom.put(name, value);
			return this;
		}

		/**
		 * Build the parameters.
		 * @return the combined parameters
		 */
		public IRParameters build() {
			return new IRParameters(this.model, this.maxTokens, this.temperature, this.topP, this.topK, this.minP,
					this.frequencyPenalty, this.presencePenalty, this.repetitionPenalty, this.stopSequences,
					this.logitBias, this.seed, this.n, this.logprobs, this.echo, this.reasoning, this.reasoningEffort,
					this.contextLengthExceededBehavior, this.chatTemplateKwargs, this.safetyModel, this.user,
					this.custom);
		}

	}

}
