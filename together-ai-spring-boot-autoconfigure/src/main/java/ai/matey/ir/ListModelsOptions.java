package ai.matey.ir;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Which models to list. A model whose value a filter needs but the list does not tell is
 * left out.
 *
 * <pre>{@code
 * ListModelsOptions options = ListModelsOptions.builder()
 *     .types("chat")
 *     .minContextLength(100_000)
 *     .maxInputPrice(0.5)
 *     .withoutRefused()
 *     .build();
 * }</pre>
 *
 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
 * @param types the types to keep, such as {@code chat}; empty keeps all
 * @param capabilities the capabilities that a model must have; empty keeps all
 * @param dedicated whether to list the models for dedicated endpoints in place of all
 * others
 * @param minContextLength fewest tokens of context, or {@code null} for any
 * @param maxInputPrice highest price of a million tokens of prompt in US dollars, or
 * {@code null} for any
 * @param maxOutputPrice highest price of a million tokens of response in US dollars, or
 * {@code null} for any
 * @param withoutRefused whether models that were {@link AIModel#refused() refused} are
 * left out
 */
public record ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities,
		boolean dedicated, @Nullable Integer minContextLength, @Nullable Double maxInputPrice,
		@Nullable Double maxOutputPrice, boolean withoutRefused) {

	/** Every model, from the cache while it is fresh. */
	public static final ListModelsOptions ALL = builder().build();

	public ListModelsOptions {
		types = Set.copyOf(types);
		capabilities = Set.copyOf(capabilities);
	}

	/**
	 * Create options for the models that serve every caller, without limits on context
	 * and price.
	 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
	 * @param types the types to keep; empty keeps all
	 * @param capabilities the capabilities that a model must have; empty keeps all
	 */
	public ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities) {
		this(forceRefresh, types, capabilities, false);
	}

	/**
	 * Create options without limits on context and price.
	 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
	 * @param types the types to keep; empty keeps all
	 * @param capabilities the capabilities that a model must have; empty keeps all
	 * @param dedicated whether to list the models for dedicated endpoints
	 */
	public ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities,
			boolean dedicated) {
		this(forceRefresh, types, capabilities, dedicated, null, null, null, false);
	}

	/**
	 * Start with every model, from the cache while it is fresh.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Models of some types.
	 * @param types the types to keep
	 * @return the options
	 */
	public static ListModelsOptions ofTypes(String... types) {
		return builder().types(types).build();
	}

	/**
	 * Models with some capabilities.
	 * @param capabilities the capabilities that a model must have
	 * @return the options
	 */
	public static ListModelsOptions ofCapabilities(ModelCapability... capabilities) {
		return builder().capabilities(capabilities).build();
	}

	/**
	 * Return options for the models that dedicated endpoints can run.
	 * @return the options
	 */
	public static ListModelsOptions ofDedicated() {
		return builder().dedicated().build();
	}

	/**
	 * The same, but asks the provider.
	 * @return the copy
	 */
	public ListModelsOptions refreshed() {
		return new ListModelsOptions(true, this.types, this.capabilities, this.dedicated, this.minContextLength,
				this.maxInputPrice, this.maxOutputPrice, this.withoutRefused);
	}

	/**
	 * Whether a model is wanted.
	 * @param model the model
	 * @return whether it passes all filters
	 */
	public boolean matches(AIModel model) {
		ModelPricing pricing = model.pricing();
		return (this.types.isEmpty() || (model.type() != null && this.types.contains(model.type())))
				&& model.capabilities().containsAll(this.capabilities)
				&& (this.minContextLength == null
						|| (model.contextLength() != null && model.contextLength() >= this.minContextLength))
				&& isAtMost(this.maxInputPrice, (pricing != null) ? pricing.inputPerMillion() : null)
				&& isAtMost(this.maxOutputPrice, (pricing != null) ? pricing.outputPerMillion() : null)
				&& !(this.withoutRefused && model.refused());
	}

	private static boolean isAtMost(@Nullable Double limit, @Nullable Double price) {
		return limit == null || (price != null && price <= limit);
	}

	/**
	 * Builds {@link ListModelsOptions}. Not thread-safe.
	 */
	public static final class Builder {

		private boolean forceRefresh;

		private Set<String> types = Set.of();

		private Set<ModelCapability> capabilities = Set.of();

		private boolean dedicated;

		private @Nullable Integer minContextLength;

		private @Nullable Double maxInputPrice;

		private @Nullable Double maxOutputPrice;

		private boolean withoutRefused;

		private Builder() {
		}

		/**
		 * Ask the provider even if a fresh list is at hand.
		 * @return this builder
		 */
		public Builder forceRefresh() {
			this.forceRefresh = true;
			return this;
		}

		/**
		 * Keep models of some types only.
		 * @param types the types, such as {@code chat}
		 * @return this builder
		 */
		public Builder types(String... types) {
			this.types = Set.of(types);
			return this;
		}

		/**
		 * Keep models with some capabilities only.
		 * @param capabilities what a model must be able to do
		 * @return this builder
		 */
		public Builder capabilities(ModelCapability... capabilities) {
			this.capabilities = Set.of(capabilities);
			return this;
		}

		/**
		 * List the models for dedicated endpoints in place of all others.
		 * @return this builder
		 */
		public Builder dedicated() {
			this.dedicated = true;
			return this;
		}

		/**
		 * Keep models with much room only.
		 * @param tokens fewest tokens of prompt and response together
		 * @return this builder
		 */
		public Builder minContextLength(int tokens) {
			this.minContextLength = tokens;
			return this;
		}

		/**
		 * Keep models whose prompts are cheap only.
		 * @param dollars highest price of a million tokens of prompt in US dollars
		 * @return this builder
		 */
		public Builder maxInputPrice(double dollars) {
			this.maxInputPrice = dollars;
			return this;
		}

		/**
		 * Keep models whose responses are cheap only.
		 * @param dollars highest price of a million tokens of response in US dollars
		 * @return this builder
		 */
		public Builder maxOutputPrice(double dollars) {
			this.maxOutputPrice = dollars;
			return this;
		}

		/**
		 * Leave out models that were refused lately.
		 * @return this builder
		 */
		public Builder withoutRefused() {
			this.withoutRefused = true;
			return this;
		}

		/**
		 * Build the options.
		 * @return the options
		 */
		public ListModelsOptions build() {
			return new ListModelsOptions(this.forceRefresh, this.types, this.capabilities, this.dedicated,
					this.minContextLength, this.maxInputPrice, this.maxOutputPrice, this.withoutRefused);
		}

	}

}
