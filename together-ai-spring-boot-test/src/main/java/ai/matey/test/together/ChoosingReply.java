package ai.matey.test.together;

import java.util.function.Function;

/**
 * A reply made from the request.
 */
final class ChoosingReply extends AbstractReply {

	private final Function<? super RecordedRequest, ? extends Reply> choice;

	ChoosingReply(Function<? super RecordedRequest, ? extends Reply> choice) {
		this.choice = choice;
	}

	@Override
	Script script(RecordedRequest request, Service service) {
		return service.script(this.choice.apply(request), request);
	}

}
