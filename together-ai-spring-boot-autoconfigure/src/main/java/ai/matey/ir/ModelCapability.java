package ai.matey.ir;

/**
 * A capability of a model.
 *
 * @since 0.1.0
 */
public enum ModelCapability {

	/** Chat completion. */
	CHAT,

	/** Text completion. */
	COMPLETION,

	/** Text embeddings. */
	EMBEDDING,

	/** Ranking documents by relevance. */
	RERANK,

	/** Image generation. */
	IMAGE_GENERATION,

	/** Audio input or output. */
	AUDIO,

	/** Video generation. */
	VIDEO,

	/** Speech transcription. */
	TRANSCRIPTION,

	/** Content moderation. */
	MODERATION,

	/** Tool calls. */
	TOOLS,

	/** Image input. */
	VISION,

	/** Reasoning. */
	REASONING

}
