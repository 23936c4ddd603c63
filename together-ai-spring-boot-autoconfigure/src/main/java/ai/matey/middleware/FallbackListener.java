package ai.matey.middleware;

import ai.matey.errors.AdapterException;

/**
 * Is told when an alias moves on to its next model. Called on the thread of the call: it
 * must return at once and never throw.
 */
@FunctionalInterface
public interface FallbackListener {

	/** Does nothing. */
	FallbackListener NONE = (alias, from, to, reason) -> {
	};

	/**
	 * A model could not serve, and the next one is asked.
	 * @param alias the alias
	 * @param from the model that could not serve
	 * @param to the model that is asked next
	 * @param reason why
	 */
	void movedOn(String alias, String from, String to, AdapterException reason);

}
