package ai.matey.test.together;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.TogetherService;

/**
 * Finds the script of the response to each request. Thread-safe.
 */
final class Dispatcher {

	private final StubRegistry stubs;

	private final TogetherService service;

	Dispatcher(StubRegistry stubs, TogetherService service) {
		this.stubs = stubs;
		this.service = service;
	}

	/**
	 * Return the script of the response. If a condition or reply throws, the response has
	 * status 500 and contains the reason, so that no request is left without a response.
	 */
	Script dispatch(ReceivedRequest request) {
		try {
			return script(this.stubs.next(RecordedRequest.of(request)), request);
		}
		catch (RuntimeException | AssertionError ex) {
			return TogetherService.failure(request, "FakeTogether could not create its reply: " + ex);
		}
	}

	private Script script(Reply reply, ReceivedRequest request) {
		return ((AbstractReply) reply).script(request, this.service);
	}

}
