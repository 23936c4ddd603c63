package ai.matey.object;

/**
 * How a model is asked for a typed response.
 */
public enum ObjectMode {

	/**
	 * By a JSON schema; by a tool, and then by the prompt, where a model refuses that.
	 */
	AUTO,

	/** By a JSON schema in the request's response format. */
	JSON_SCHEMA,

	/** By a call of a tool that the model is forced to make. */
	TOOL,

	/** By words alone. */
	PROMPT

}
