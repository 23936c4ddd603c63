package ai.matey.ir;

/**
 * Why the model stopped, in neutral terms. The provider's own word is in
 * {@link IRChoice#providerFinishReason()}.
 */
public enum FinishReason {

	/** The answer is complete. */
	STOP,

	/** The answer was cut at a token limit; tool arguments may be cut too. */
	LENGTH,

	/** The model waits for the results of tools. */
	TOOL_CALLS,

	/** The provider withheld the answer. */
	CONTENT_FILTER,

	/** The provider failed while it answered. */
	ERROR,

	/** The provider gave no reason, or one that has no neutral term. */
	UNKNOWN

}
