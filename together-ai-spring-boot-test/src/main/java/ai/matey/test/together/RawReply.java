package ai.matey.test.together;

/**
 * A reply of bytes without any HTTP of the server's own, for broken status lines and
 * headers, wrong lengths and headers that trickle in. The connection is closed after the
 * last step.
 */
public final class RawReply extends ScriptedReply<RawReply> {

	RawReply(Script script) {
		super(script);
	}

	@Override
	RawReply with(Script script) {
		return new RawReply(script);
	}

}
