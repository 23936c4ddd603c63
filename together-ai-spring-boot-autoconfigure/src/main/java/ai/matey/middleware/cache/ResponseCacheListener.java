package ai.matey.middleware.cache;

/**
 * Listener of cache lookups. It is called on the thread of the call, so it must return
 * immediately and never throw.
 *
 * @since 0.1.0
 */
@FunctionalInterface
public interface ResponseCacheListener {

	/** A listener that does nothing. */
	ResponseCacheListener NONE = (result) -> {
	};

	/**
	 * Called when a call has looked up a response.
	 * @param result the source of the response
	 */
	void lookedUp(Result result);

	/**
	 * The source of a response.
	 */
	enum Result {

		/** The cache. */
		HIT,

		/** The backend. */
		MISS,

		/** An equal call that was already running. */
		SHARED

	}

}
