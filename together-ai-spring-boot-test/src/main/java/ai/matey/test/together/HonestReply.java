package ai.matey.test.together;

/**
 * The unscripted answer.
 */
final class HonestReply extends AbstractReply {

	static final HonestReply INSTANCE = new HonestReply();

	private HonestReply() {
	}

	@Override
	Script script(RecordedRequest request, Service service) {
		return service.answer(request);
	}

}
