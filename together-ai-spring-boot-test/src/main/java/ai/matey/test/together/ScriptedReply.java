package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import ai.matey.test.together.script.ReceivedRequest;
import ai.matey.test.together.script.Script.Ending;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Step;
import ai.matey.test.together.service.TogetherService;

/**
 * A reply with a scripted body: bytes, pauses and faulty endings. The steps are performed
 * in the order in which they were added. Adding a step after an ending throws an
 * {@link IllegalStateException}.
 *
 * @param <R> the type of the reply that the fluent methods return
 * @since 0.1.0
 */
public abstract sealed class ScriptedReply<R extends ScriptedReply<R>> extends AbstractReply
		permits HttpReply, StreamReply, RawReply {

	private final Script script;

	ScriptedReply(Script script) {
		this.script = script;
	}

	abstract R with(Script script);

	final Script script() {
		return this.script;
	}

	final R then(Step step) {
		return with(this.script.then(step));
	}

	@Override
	final Script script(ReceivedRequest request, TogetherService service) {
		return this.script;
	}

	/**
	 * Wait before the first byte of the reply, including its headers.
	 * @param delay the time to wait
	 * @return the new reply
	 */
	public final R delay(Duration delay) {
		return with(this.script.delay(delay));
	}

	/**
	 * Send bytes unchanged.
	 * @param bytes the bytes
	 * @return the new reply
	 */
	public final R bytes(byte[] bytes) {
		return then(Step.Write.of(bytes.clone()));
	}

	/**
	 * Send text unchanged, in UTF-8.
	 * @param text the text
	 * @return the new reply
	 */
	public final R bytes(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Send nothing for some time. Everything before has left the server by then.
	 * @param length the length of the pause
	 * @return the new reply
	 */
	public final R pause(Duration length) {
		return then(new Step.Pause(length));
	}

	/**
	 * Write the body in pieces that are flushed one by one, so that the reads of the
	 * client end at arbitrary positions.
	 * @param size the maximum size of a piece in bytes
	 * @return the new reply
	 */
	public final R splitBytes(int size) {
		if (size < 1) {
			throw new IllegalArgumentException("A piece must have at least one byte, not " + size);
		}
		return with(this.script.pieces(size));
	}

	/**
	 * End with silence: nothing more is sent and the connection stays open.
	 * @return the new reply
	 */
	public final R stall() {
		return with(this.script.ending(Ending.STALL));
	}

	/**
	 * End with a TCP reset once all bytes so far have left the server.
	 * @return the new reply
	 */
	public final R reset() {
		return with(this.script.ending(Ending.RESET));
	}

	/**
	 * End with a graceful TCP close in the middle of the body, without the end of the
	 * body that HTTP requires.
	 * @return the new reply
	 */
	public final R cleanClose() {
		return with(this.script.ending(Ending.CLOSE));
	}

}
