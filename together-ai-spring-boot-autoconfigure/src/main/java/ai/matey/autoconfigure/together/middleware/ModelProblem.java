package ai.matey.autoconfigure.together.middleware;

import java.time.Instant;

/**
 * What is wrong with a model that is configured.
 *
 * @param model the model
 * @param kind what is wrong
 * @param since when that was first seen
 */
public record ModelProblem(String model, Kind kind, Instant since) {

	/**
	 * What is wrong with a model.
	 */
	public enum Kind {

		/** The provider's list of models lacks it. */
		NOT_LISTED,

		/** The provider refused a call to it because it is not available. */
		REFUSED

	}

}
