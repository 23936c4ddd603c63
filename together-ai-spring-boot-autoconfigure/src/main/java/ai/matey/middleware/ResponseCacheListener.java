package ai.matey.middleware;

/**
 * Is told what a cache could do for a call. Called on the thread of the call: it must
 * return at once and never throw.
 */
@FunctionalInterface
public interface ResponseCacheListener {

	/** Does nothing. */
	ResponseCacheListener NONE = (result) -> {
	};

	/**
	 * A call asked for a response.
	 * @param result where the response comes from
	 */
	void lookedUp(Result result);

	/**
	 * Where a response comes from.
	 */
	enum Result {

		/** From the cache. */
		HIT,

		/** From the backend. */
		MISS,

		/** From an equal call that was running. */
		SHARED

	}

}
