package ai.matey.test.together;

import ai.matey.test.together.script.Script;

/**
 * A reply of raw bytes to which the server adds nothing, for malformed status lines and
 * headers, wrong lengths and headers that arrive slowly. The connection is closed after
 * the last step.
 *
 * @since 0.1.0
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
