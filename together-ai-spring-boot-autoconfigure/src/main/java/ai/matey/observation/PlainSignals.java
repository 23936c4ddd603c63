package ai.matey.observation;

import ai.matey.ir.IRChatResponse;

/**
 * The signals of a plain call.
 */
final class PlainSignals extends AbstractSignals<IRChatResponse> {

	PlainSignals(ObservedCall call) {
		super(call);
	}

	/**
	 * The answer is the last signal that a blocking caller waits for.
	 */
	@Override
	public void doOnNext(IRChatResponse response) {
		context().response(response);
		doOnComplete();
	}

}
