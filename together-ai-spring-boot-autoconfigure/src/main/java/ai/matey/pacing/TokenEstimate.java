package ai.matey.pacing;

import ai.matey.adapter.AttemptRequest;

/**
 * Estimates the tokens of an attempt from those of earlier ones. A race can at most lose
 * an update.
 */
final class TokenEstimate {

	private static final double WEIGHT = 0.1;

	/** No request uses more tokens, whatever a server reports. */
	private static final long MOST = 10_000_000;

	private volatile double bytesPerToken = 4;

	private volatile double outputShare = 0.3;

	private volatile double output = 300;

	/**
	 * Return the estimated number of tokens of an attempt.
	 * @param request the attempt
	 * @return the tokens of prompt and response, at least 1
	 */
	long of(AttemptRequest request) {
		Integer most = request.maxTokens();
		double response = (most != null) ? most * this.outputShare : this.output;
		return Math.max(1, plausible(Math.round(request.promptSize() / this.bytesPerToken + response)));
	}

	/**
	 * Return a number of tokens, or the nearest one that a request can use.
	 */
	static long plausible(long tokens) {
		return Math.max(0, Math.min(tokens, MOST));
	}

	void learn(AttemptRequest request, long prompt, long completion) {
		if (prompt > 0 && request.promptSize() > 0) {
			this.bytesPerToken = mixed(this.bytesPerToken, (double) request.promptSize() / prompt);
		}
		Integer most = request.maxTokens();
		if (most != null && most > 0) {
			this.outputShare = Math.min(1, mixed(this.outputShare, (double) completion / most));
		}
		else {
			this.output = mixed(this.output, (double) completion);
		}
	}

	private static double mixed(double old, double latest) {
		return old + WEIGHT * (latest - old);
	}

}
