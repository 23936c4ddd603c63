package ai.matey.test.together;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.TogetherService;

/**
 * Keeps the creation of scripts out of the public API.
 */
abstract sealed class AbstractReply implements Reply
		permits CompletionReply, ScriptedReply, HonestReply, ChoosingReply {

	/**
	 * Return the script of the response to a request.
	 * @param request the request
	 * @param service the service that responds without a script
	 */
	abstract Script script(ReceivedRequest request, TogetherService service);

}
