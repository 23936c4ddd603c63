package ai.matey.backend.together.response;

/**
 * Tracks approximately how much memory one response uses, so that an endless stream ends
 * with an error before memory runs out. Not thread-safe.
 */
final class ResponseSize {

	/** Approximate size of an object without its texts. */
	static final int OBJECT = 64;

	private final long limit;

	private long used;

	ResponseSize(long limit) {
		this.limit = limit;
	}

	/**
	 * Add the size of something before it is kept.
	 * @param size the size; negative for something that it replaces
	 * @throws ResponseLimitException if the response becomes too large
	 */
	void add(long size) {
		this.used += size;
		if (this.used > this.limit) {
			throw new ResponseLimitException(this.limit);
		}
	}

	/**
	 * Check whether there is room for something temporary.
	 * @param size the size
	 * @throws ResponseLimitException if there is no room
	 */
	void check(long size) {
		if (this.used + size > this.limit) {
			throw new ResponseLimitException(this.limit);
		}
	}

}
