package ai.matey.autoconfigure.together.middleware;

import java.time.Instant;

/**
 * A problem of a configured model.
 *
 * @param model the model
 * @param kind the kind of the problem
 * @param since when it was first seen
 * @since 0.1.0
 */
public record ModelProblem(String model, Kind kind, Instant since) {

	/**
	 * The kind of a model's problem.
	 */
	public enum Kind {

		/** The provider's list of models does not contain the model. */
		NOT_LISTED,

		/** The provider refused a call because the model is unavailable. */
		REFUSED

	}

}
