package ai.matey.springai;

/**
 * Keys of metadata that Spring AI's types have no field for.
 *
 * @since 0.1.0
 */
public final class TogetherMetadata {

	/**
	 * In the metadata of a response: the request ID set by the caller, a {@code String}.
	 */
	public static final String REQUEST_ID = "requestId";

	/**
	 * In the metadata of a response: the warnings, a {@code List} of
	 * {@link ai.matey.ir.IRWarning}. Absent if there are none.
	 */
	public static final String WARNINGS = "warnings";

	/**
	 * In the metadata of a response: the number of attempts, an {@code Integer}.
	 */
	public static final String ATTEMPTS = "attempts";

	/**
	 * In the metadata of a response: the time from the first attempt to the end of the
	 * response, a {@link java.time.Duration}. Absent while a stream is running.
	 */
	public static final String LATENCY = "latency";

	/**
	 * In the metadata of a response: the cost of the call, an {@link ai.matey.ir.IRCost}.
	 * Absent if a price or the usage is not known.
	 */
	public static final String COST = "cost";

	/**
	 * In the metadata of a response: additional fields of the provider, a {@code Map}.
	 * Absent if there are none.
	 */
	public static final String PROVIDER_FIELDS = "providerFields";

	/**
	 * In the metadata of a message: the model's reasoning, a {@code String}. In a stream,
	 * it grows from chunk to chunk. Absent if the model did not reason.
	 */
	public static final String REASONING_CONTENT = "reasoningContent";

	/**
	 * In the metadata of a message: the index of the choice, an {@code Integer} starting
	 * with 0. Absent in chunks of a stream unless several choices were requested.
	 */
	public static final String INDEX = "index";

	/**
	 * In the metadata of a generation: the log probabilities of its tokens, an
	 * {@link ai.matey.ir.IRLogprobs}. Absent unless requested.
	 */
	public static final String LOGPROBS = "logprobs";

	/**
	 * In the metadata of a generation: the seed that was used, a
	 * {@link java.math.BigInteger}. Absent if the provider did not report it.
	 */
	public static final String SEED = "seed";

	/**
	 * In the metadata of a generation: the finish reason as reported by the provider, a
	 * {@code String}. Absent if there was none.
	 */
	public static final String PROVIDER_FINISH_REASON = "providerFinishReason";

	/**
	 * In the metadata of a document: the relevance of the document, a {@code Double}. The
	 * scale depends on the reranking model.
	 */
	public static final String RERANK_SCORE = "rerank_score";

	private TogetherMetadata() {
	}

}
