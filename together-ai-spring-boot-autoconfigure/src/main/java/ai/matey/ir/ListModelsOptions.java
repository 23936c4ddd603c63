package ai.matey.ir;

import java.util.Set;

import org.jspecify.annotations.Nullable;

/**
 * Options that select the models to list. A model is left out if the list does not
 * contain a value that a filter needs.
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
 * @param forceRefresh whether to fetch the list even if a fresh one is cached
 * @param types the types to keep, such as {@code chat}; empty keeps all
 * @param capabilities the capabilities that a model must have; empty keeps all
 * @param dedicated whether to list the models for dedicated endpoints instead of all
 * others
 * @param minContextLength minimum context length in tokens, or {@code null} for any
 * @param maxInputPrice maximum price per million tokens of prompt in US dollars, or
 * {@code null} for any
 * @param maxOutputPrice maximum price per million tokens of response in US dollars, or
 * {@code null} for any
 * @param withoutRefused whether to leave out models that were {@link AIModel#refused()
 * refused}
 * @since 0.1.0
 */
public record ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities,
		boolean dedicated, @Nullable Integer minContextLength, @Nullable Double maxInputPrice,
		@Nullable Double maxOutputPrice, boolean withoutRefused) {

	/** All models, from the cache as long as it is fresh. */
	public static final ListModelsOptions ALL = builder().build();

	public ListModelsOptions {
		types = Set.copyOf(types);
		capabilities = Set.copyOf(capabilities);
	}

	/**
	 * Create options for models that need no dedicated endpoint, without limits on
	 * context length and price.
	 * @param forceRefresh whether to fetch the list even if a fresh one is cached
	 * @param types the types to keep; empty keeps all
	 * @param capabilities the capabilities that a model must have; empty keeps all
	 */
	public ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities) {
		this(forceRefresh, types, capabilities, false);
	}

	/**
	 * Create options without limits on context length and price.
	 * @param forceRefresh whether to fetch the list even if a fresh one is cached
	 * @param types the types to keep; empty keeps all
	 * @param capabilities the capabilities that a model must have; empty keeps all
	 * @param dedicated whether to list the models for dedicated endpoints
	 */
	public ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities,
			boolean dedicated) {
		this(forceRefresh, types, capabilities, dedicated, null, null, null, false);
	}

	/**
	 * Create a builder for all models, from the cache as long as it is fresh.
	 * @return a new builder
	 */
	public static Builder builder() {
		return new Builder();
	}

	/**
	 * Create options for models of the given types.
	 * @param types the types to keep
	 * @return the options
	 */
	public static ListModelsOptions ofTypes(String... types) {
		return builder().types(types).build();
	}

	/**
	 * Create options for models with the given capabilities.
	 * @param capabilities the capabilities that a model must have
	 * @return the options
	 */
	public static ListModelsOptions ofCapabilities(ModelCapability... capabilities) {
		return builder().capabilities(capabilities).build();
	}

	/**
	 * Create options for the models that dedicated endpoints can run.
	 * @return the options
	 */
	public static ListModelsOptions ofDedicated() {
		return builder().dedicated().build();
	}

	/**
	 * Return a copy that fetches the list from the provider.
	 * @return the copy
	 */
	public ListModelsOptions refreshed() {
		return new ListModelsOptions(true, this.types, this.capabilities, this.dedicated, this.minContextLength,
				this.maxInputPrice, this.maxOutputPrice, this.withoutRefused);
	}

	/**
	 * Return whether a model matches all filters.
	 * @param model the model
	 * @return whether it matches
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
		 * Fetch the list even if a fresh one is cached.
		 * @return this builder
		 */
		public Builder forceRefresh() {
			this.forceRefresh = true;
			return this;
		}

		/**
		 * Keep only models of the given types.
		 * @param types the types, such as {@code chat}
		 * @return this builder
		 */
		public Builder types(String... types) {
			this.types = Set.of(types);
			return this;
		}

		/**
		 * Keep only models with all of the given capabilities.
		 * @param capabilities the capabilities
		 * @return this builder
		 */
		public Builder capabilities(ModelCapability... capabilities) {
			this.capabilities = Set.of(capabilities);
			return this;
		}

		/**
		 * List the models for dedicated endpoints instead of all others.
		 * @return this builder
		 */
		public Builder dedicated() {
			this.dedicated = true;
			return this;
		}

		/**
		 * Keep only models with a minimum context length.
		 * @param tokens the minimum number of tokens of prompt and response together
		 * @return this builder
		 */
		public Builder minContextLength(int tokens) {
			this.minContextLength = tokens;
			return this;
		}

		/**
		 * Keep only models up to a maximum input price.
		 * @param dollars maximum price per million tokens of prompt in US dollars
		 * @return this builder
		 */
		public Builder maxInputPrice(double dollars) {
			this.maxInputPrice = dollars;
			return this;
		}

		/**
		 * Keep only models up to a maximum output price.
		 * @param dollars maximum price per million tokens of response in US dollars
		 * @return this builder
		 */
		public Builder maxOutputPrice(double dollars) {
			this.maxOutputPrice = dollars;
			return this;
		}

		/**
		 * Leave out models that were recently refused.
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
