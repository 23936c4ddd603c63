package ai.matey.ir;

/**
 * The provider-neutral reason why a model stopped. The provider's own term is available
 * from {@link IRChoice#providerFinishReason()}.
 *
 * @since 0.1.0
 */
public enum FinishReason {

	/** The response is complete. */
	STOP,

	/**
	 * The response was truncated at a token limit, possibly within the arguments of a
	 * tool.
	 */
	LENGTH,

	/** The model waits for the results of tools. */
	TOOL_CALLS,

	/** The provider withheld the response. */
	CONTENT_FILTER,

	/** The provider failed during the response. */
	ERROR,

	/** The provider gave no reason, or one without a neutral equivalent. */
	UNKNOWN

}
