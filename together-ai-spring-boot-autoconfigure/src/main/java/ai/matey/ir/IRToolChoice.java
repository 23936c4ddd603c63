package ai.matey.ir;

import java.util.Objects;

/**
 * Whether the model should use a tool, and which one.
 *
 * @since 0.1.0
 */
public sealed interface IRToolChoice {

	/**
	 * Return a choice that lets the model decide.
	 * @return the choice
	 */
	static IRToolChoice auto() {
		return Mode.AUTO;
	}

	/**
	 * Return a choice that forbids tools.
	 * @return the choice
	 */
	static IRToolChoice none() {
		return Mode.NONE;
	}

	/**
	 * Return a choice that requires at least one tool.
	 * @return the choice
	 */
	static IRToolChoice required() {
		return Mode.REQUIRED;
	}

	/**
	 * Return a choice that requires a specific tool.
	 * @param name the tool's name
	 * @return the choice
	 */
	static IRToolChoice named(String name) {
		return new Named(name);
	}

	/**
	 * A choice that does not name a tool.
	 */
	enum Mode implements IRToolChoice {

		/** The model decides. */
		AUTO,

		/** No tool may be used. */
		NONE,

		/** At least one tool must be used. */
		REQUIRED

	}

	/**
	 * A choice that requires a specific tool.
	 *
	 * @param name the tool's name
	 */
	record Named(String name) implements IRToolChoice {

		public Named {
			Objects.requireNonNull(name, "name must not be null");
		}

	}

}
