package ai.matey.middleware.alias;

import ai.matey.ir.IRDeadlines;
import ai.matey.ir.IRMetadata;
import ai.matey.ir.IRRequest;

/**
 * Puts a model of an alias into a request. Nothing else of it changes.
 *
 * @param <Q> the kind of request
 */
@FunctionalInterface
interface Substitution<Q extends IRRequest> {

	/**
	 * Return a request for a model.
	 * @param request the request as it names the alias
	 * @param model the model
	 * @param metadata the metadata of the new request
	 * @param deadlines the deadlines of the new request
	 * @param isLeftAtOnce whether the model is asked once only, where a request can say
	 * so
	 * @return the new request
	 */
	Q apply(Q request, String model, IRMetadata metadata, IRDeadlines deadlines, boolean isLeftAtOnce);

}
