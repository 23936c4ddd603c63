package ai.matey.springai;

/**
 * Keys of the metadata that Spring AI has no place for.
 */
public final class TogetherMetadata {

	/**
	 * In a response's metadata: the caller's id of the request, a {@code String}.
	 */
	public static final String REQUEST_ID = "requestId";

	/**
	 * In a response's metadata: what the caller should know, a {@code List} of
	 * {@link ai.matey.ir.IRWarning}. Missing if there is nothing to know.
	 */
	public static final String WARNINGS = "warnings";

	/**
	 * In a response's metadata: how many times the request was sent, an {@code Integer}.
	 */
	public static final String ATTEMPTS = "attempts";

	/**
	 * In a response's metadata: the time from the first attempt to the end of the
	 * response, a {@link java.time.Duration}. Missing while a stream runs.
	 */
	public static final String LATENCY = "latency";

	/**
	 * In a response's metadata: what the call cost, an {@link ai.matey.ir.IRCost}.
	 * Missing if a price or the usage is not known.
	 */
	public static final String COST = "cost";

	/**
	 * In a response's metadata: the provider's fields without a place of their own, a
	 * {@code Map}. Missing if there are none.
	 */
	public static final String PROVIDER_FIELDS = "providerFields";

	/**
	 * In a message's metadata: the model's reasoning, a {@code String}. In a stream it
	 * grows from chunk to chunk. Missing if the model did not reason.
	 */
	public static final String REASONING_CONTENT = "reasoningContent";

	/**
	 * In a message's metadata: the number of the choice, an {@code Integer} from 0.
	 * Missing in chunks of a stream unless several choices were asked for.
	 */
	public static final String INDEX = "index";

	/**
	 * In a generation's metadata: the log probabilities of its tokens, an
	 * {@link ai.matey.ir.IRLogprobs}. Missing unless asked for.
	 */
	public static final String LOGPROBS = "logprobs";

	/**
	 * In a generation's metadata: the seed that was used, a {@link java.math.BigInteger}.
	 * Missing if the provider did not tell it.
	 */
	public static final String SEED = "seed";

	/**
	 * In a generation's metadata: the provider's own word for the finish reason, a
	 * {@code String}. Missing if it gave none.
	 */
	public static final String PROVIDER_FINISH_REASON = "providerFinishReason";

	/**
	 * In a document's metadata: how relevant the document is, a {@code Double}. The scale
	 * is the reranking model's.
	 */
	public static final String RERANK_SCORE = "rerank_score";

	private TogetherMetadata() {
	}

}
