package ai.matey.ir;

/**
 * What a model can do.
 */
public enum ModelCapability {

	/** Answers conversations. */
	CHAT,

	/** Continues a text. */
	COMPLETION,

	/** Turns text into vectors. */
	EMBEDDING,

	/** Sorts documents by relevance. */
	RERANK,

	/** Makes images. */
	IMAGE_GENERATION,

	/** Makes or hears sound. */
	AUDIO,

	/** Makes video. */
	VIDEO,

	/** Turns speech into text. */
	TRANSCRIPTION,

	/** Judges content. */
	MODERATION,

	/** Asks for tools. */
	TOOLS,

	/** Sees images. */
	VISION,

	/** Reasons before it answers. */
	REASONING

}
