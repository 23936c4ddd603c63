package ai.matey.ir;

/**
 * Who speaks in a message.
 */
public enum IRRole {

	/** Instructions that frame the conversation. */
	SYSTEM,

	/** The person, or the program that acts for one. */
	USER,

	/** The model. */
	ASSISTANT,

	/** The result of a tool that the model asked for. */
	TOOL

}
