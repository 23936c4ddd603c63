package ai.matey.test.together;

import java.util.function.Function;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.TogetherService;

/**
 * A reply that is chosen for each request.
 */
final class ChoosingReply extends AbstractReply {

	private final Function<? super RecordedRequest, ? extends Reply> choice;

	ChoosingReply(Function<? super RecordedRequest, ? extends Reply> choice) {
		this.choice = choice;
	}

	@Override
	Script script(ReceivedRequest request, TogetherService service) {
		Reply chosen = this.choice.apply(RecordedRequest.of(request));
		return ((AbstractReply) chosen).script(request, service);
	}

}
