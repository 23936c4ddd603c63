package ai.matey.test.together;

/**
 * Keeps the making of scripts out of the public API.
 */
abstract sealed class AbstractReply implements Reply permits AnswerReply, ScriptedReply, HonestReply, ChoosingReply {

	/**
	 * Returns what to do for the request.
	 * @param request the request
	 * @param service the answers to fall back on
	 */
	abstract Script script(RecordedRequest request, Service service);

}
