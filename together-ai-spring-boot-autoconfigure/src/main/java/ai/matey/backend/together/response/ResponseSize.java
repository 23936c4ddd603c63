package ai.matey.backend.together.response;

/**
 * Adds up what one response keeps in memory, roughly: an endless stream must end with an
 * error, and not with the memory. Not thread-safe.
 */
final class ResponseSize {

	/** About what an object takes beside the texts that it holds. */
	static final int OBJECT = 64;

	private final long limit;

	private long used;

	ResponseSize(long limit) {
		this.limit = limit;
	}

	/**
	 * Add the size of something that is about to be kept.
	 * @param size its size; negative for what is dropped in its favour
	 * @throws ResponseLimitException if the response becomes too large
	 */
	void add(long size) {
		this.used += size;
		if (this.used > this.limit) {
			throw new ResponseLimitException(this.limit);
		}
	}

	/**
	 * Look at something that is kept for a moment only.
	 * @param size its size
	 * @throws ResponseLimitException if there is no room for it
	 */
	void check(long size) {
		if (this.used + size > this.limit) {
			throw new ResponseLimitException(this.limit);
		}
	}

}
