package ai.matey.middleware;

import java.util.List;

import ai.matey.ir.IRChatRequest;
import ai.matey.ir.IRWarning;

/**
 * Knows what a model will not take. Thread-safe; asked when another model is to answer
 * than the one that was meant.
 */
@FunctionalInterface
public interface ModelHints {

	/** Knows nothing. */
	ModelHints NONE = (request, model) -> List.of();

	/**
	 * Return what of a request a model is known not to take. The request is sent as it
	 * is: what is known of a model may be out of date.
	 * @param request the request
	 * @param model the model that will be asked
	 * @return one warning for each; empty if there is none, or if nothing is known
	 */
	List<IRWarning> warnings(IRChatRequest request, String model);

}
