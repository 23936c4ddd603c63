package ai.matey.ir;

import java.util.Set;

/**
 * Which models to list.
 *
 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
 * @param types the types to keep, such as {@code chat}; empty keeps all
 * @param capabilities the capabilities that a model must have; empty keeps all
 * @param dedicated whether to list the models for dedicated endpoints in place of all
 * others
 */
public record ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities,
		boolean dedicated) {

	/** Every model, from the cache while it is fresh. */
	public static final ListModelsOptions ALL = new ListModelsOptions(false, Set.of(), Set.of());

	public ListModelsOptions {
		types = Set.copyOf(types);
		capabilities = Set.copyOf(capabilities);
	}

	/**
	 * Create options for the models that serve every caller.
	 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
	 * @param types the types to keep; empty keeps all
	 * @param capabilities the capabilities that a model must have; empty keeps all
	 */
	public ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities) {
		this(forceRefresh, types, capabilities, false);
	}

	/**
	 * Return options for models of some types.
	 * @param types the types to keep
	 * @return the options
	 */
	public static ListModelsOptions ofTypes(String... types) {
		return new ListModelsOptions(false, Set.of(types), Set.of());
	}

	/**
	 * Return options for models with some capabilities.
	 * @param capabilities the capabilities that a model must have
	 * @return the options
	 */
	public static ListModelsOptions ofCapabilities(ModelCapability... capabilities) {
		return new ListModelsOptions(false, Set.of(), Set.of(capabilities));
	}

	/**
	 * Return options for the models that dedicated endpoints can run.
	 * @return the options
	 */
	public static ListModelsOptions ofDedicated() {
		return new ListModelsOptions(false, Set.of(), Set.of(), true);
	}

	/**
	 * Return the same options, but ask the provider.
	 * @return the copy
	 */
	public ListModelsOptions refreshed() {
		return new ListModelsOptions(true, this.types, this.capabilities, this.dedicated);
	}

	/**
	 * Whether the types and capabilities of a model fit.
	 * @param model the model
	 * @return whether the model is wanted
	 */
	public boolean matches(AIModel model) {
		return (this.types.isEmpty() || (model.type() != null && this.types.contains(model.type())))
				&& model.capabilities().containsAll(this.capabilities);
	}

}
