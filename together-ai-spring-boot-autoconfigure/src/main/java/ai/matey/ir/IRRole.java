package ai.matey.ir;

/**
 * The role of a message's speaker.
 *
 * @since 0.1.0
 */
public enum IRRole {

	/** Instructions that frame the conversation. */
	SYSTEM,

	/** The user, or a program that acts for one. */
	USER,

	/** The model. */
	ASSISTANT,

	/** A tool that returns the result of a call. */
	TOOL

}
