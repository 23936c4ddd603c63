package ai.matey.observation;

import ai.matey.ir.IRStreamChunk;

/**
 * The signals of a stream.
 */
final class StreamSignals extends AbstractSignals<IRStreamChunk> {

	private final StreamTimes times;

	StreamSignals(ObservedCall call) {
		super(call);
		this.times = call.context().streamTimes();
	}

	@Override
	public void doOnNext(IRStreamChunk chunk) {
		if (chunk instanceof IRStreamChunk.Content || chunk instanceof IRStreamChunk.Reasoning
				|| chunk instanceof IRStreamChunk.ToolUse) {
			this.times.chunk(System.nanoTime(), true);
			return;
		}
		this.times.chunk(System.nanoTime(), false);
		if (chunk instanceof IRStreamChunk.Start start) {
			context().metadata(start.metadata());
		}
		else if (chunk instanceof IRStreamChunk.Metadata metadata) {
			context().metadata(metadata.metadata());
			context().usage(metadata.usage());
		}
		else if (chunk instanceof IRStreamChunk.Done done) {
			context().response(done.response());
		}
	}

}
