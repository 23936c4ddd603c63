package ai.matey.test.together;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.TogetherService;

/**
 * The reply that the server sends without a script.
 */
final class HonestReply extends AbstractReply {

	static final HonestReply INSTANCE = new HonestReply();

	private HonestReply() {
	}

	@Override
	Script script(ReceivedRequest request, TogetherService service) {
		return service.respond(request);
	}

}
