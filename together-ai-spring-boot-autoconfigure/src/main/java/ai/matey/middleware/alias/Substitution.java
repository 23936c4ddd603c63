package ai.matey.middleware.alias;

import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRequest;

/**
 * Replaces the alias in a request with a model and leaves everything else unchanged.
 *
 * @param <Q> the kind of request
 */
@FunctionalInterface
interface Substitution<Q extends IRRequest> {

	/**
	 * Return a request for a model.
	 * @param request the request that names the alias
	 * @param model the model
	 * @param metadata the metadata of the new request
	 * @param deadlines the deadlines of the new request
	 * @param isLeftAtOnce whether the model is called only once, if a request can express
	 * that
	 * @return the new request
	 */
	Q apply(Q request, String model, IRMetadata metadata, IRDeadlines deadlines, boolean isLeftAtOnce);

}
