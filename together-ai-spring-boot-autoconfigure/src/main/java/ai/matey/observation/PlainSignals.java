package ai.matey.observation;

import ai.matey.ir.IRChatResponse;

/**
 * The signals of a plain call.
 */
final class PlainSignals extends AbstractSignals<IRChatResponse> {

	PlainSignals(ObservedCall call) {
		super(call);
	}

	@Override
	public void doOnNext(IRChatResponse response) {
		context().response(response);
	}

}
