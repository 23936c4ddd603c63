package ai.matey.middleware.alias;

import ai.matey.errors.AdapterException;

/**
 * Listener of aliases that move on to their next model. It is called on the thread of the
 * call, so it must return immediately and never throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface FallbackListener {

	/** A listener that does nothing. */
	FallbackListener NONE = (alias, from, to, reason) -> {
	};

	/**
	 * Called when a model could not serve a call and the next one is tried.
	 * @param alias the alias
	 * @param from the model that could not serve
	 * @param to the model that is tried next
	 * @param reason the failure of the first model
	 */
	void movedOn(String alias, String from, String to, AdapterException reason);

}
