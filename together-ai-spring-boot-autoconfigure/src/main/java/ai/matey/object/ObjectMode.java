package ai.matey.object;

/**
 * How to request a typed response from a model.
 *
 * @since 0.1.0
 */
public enum ObjectMode {

	/**
	 * By a JSON schema or, if the model rejects that, by a tool and then by the prompt.
	 */
	AUTO,

	/** By a JSON schema in the request's response format. */
	JSON_SCHEMA,

	/** By a tool that the model is forced to call. */
	TOOL,

	/** By instructions in the prompt only. */
	PROMPT

}
