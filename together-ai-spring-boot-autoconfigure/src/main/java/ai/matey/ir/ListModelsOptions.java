package ai.matey.ir;

import java.util.Set;

/**
 * Which models to list.
 *
 * @param forceRefresh whether to ask the provider even if a fresh list is at hand
 * @param types the types to keep, such as {@code chat}; empty keeps all
 * @param capabilities the capabilities that a model must have; empty keeps all
 */
public record ListModelsOptions(boolean forceRefresh, Set<String> types, Set<ModelCapability> capabilities) {

	/** Every model, from the cache while it is fresh. */
	public static final ListModelsOptions ALL = new ListModelsOptions(false, Set.of(), Set.of());

	public ListModelsOptions {
		types = Set.copyOf(types);
		capabilities = Set.copyOf(capabilities);
	}

	/**
	 * Models of some types.
	 * @param types the types to keep
	 * @return the options
	 */
	public static ListModelsOptions ofTypes(String... types) {
		return new ListModelsOptions(false, Set.of(types), Set.of());
	}

	/**
	 * Models with some capabilities.
	 * @param capabilities the capabilities that a model must have
	 * @return the options
	 */
	public static ListModelsOptions ofCapabilities(ModelCapability... capabilities) {
		return new ListModelsOptions(false, Set.of(), Set.of(capabilities));
	}

	/**
	 * The same, but asks the provider.
	 * @return the copy
	 */
	public ListModelsOptions refreshed() {
		return new ListModelsOptions(true, this.types, this.capabilities);
	}

	/**
	 * Whether a model is wanted.
	 * @param model the model
	 * @return whether its type and capabilities fit
	 */
	public boolean matches(AIModel model) {
		return (this.types.isEmpty() || (model.type() != null && this.types.contains(model.type())))
				&& model.capabilities().containsAll(this.capabilities);
	}

}
