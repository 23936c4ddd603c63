package ai.matey.ir;

import java.util.Objects;

/**
 * Whether and which tool the model shall use.
 */
public sealed interface IRToolChoice {

	/**
	 * The model decides.
	 * @return the choice
	 */
	static IRToolChoice auto() {
		return Mode.AUTO;
	}

	/**
	 * No tool.
	 * @return the choice
	 */
	static IRToolChoice none() {
		return Mode.NONE;
	}

	/**
	 * Some tool.
	 * @return the choice
	 */
	static IRToolChoice required() {
		return Mode.REQUIRED;
	}

	/**
	 * This tool.
	 * @param name the tool's name
	 * @return the choice
	 */
	static IRToolChoice named(String name) {
		return new Named(name);
	}

	/**
	 * A choice without naming a tool.
	 */
	enum Mode implements IRToolChoice {

		/** The model decides. */
		AUTO,

		/** No tool. */
		NONE,

		/** Some tool. */
		REQUIRED

	}

	/**
	 * The choice of one tool.
	 *
	 * @param name the tool's name
	 */
	record Named(String name) implements IRToolChoice {

		public Named {
			Objects.requireNonNull(name, "name must not be null");
		}

	}

}
