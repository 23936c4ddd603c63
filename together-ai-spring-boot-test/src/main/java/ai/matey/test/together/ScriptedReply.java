package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import ai.matey.test.together.Script.Ending;

/**
 * The part that all replies with a scripted body share: bytes, pauses and bad endings.
 * Steps happen in the order in which they were added. Nothing can be added after an
 * ending.
 *
 * @param <R> the type of reply that the fluent methods return
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
	final Script script(RecordedRequest request, Service service) {
		return this.script;
	}

	/**
	 * Waits before the first byte of the reply, its headers included.
	 * @param delay the wait
	 * @return the new reply
	 */
	public final R delay(Duration delay) {
		return with(this.script.delay(delay));
	}

	/**
	 * Sends bytes as they are.
	 * @param bytes the bytes
	 * @return the new reply
	 */
	public final R bytes(byte[] bytes) {
		return then(Step.Write.of(bytes.clone()));
	}

	/**
	 * Sends text as it is, in UTF-8.
	 * @param text the text
	 * @return the new reply
	 */
	public final R bytes(String text) {
		return bytes(text.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Sends nothing for a while. What came before has left the server by then.
	 * @param length how long
	 * @return the new reply
	 */
	public final R pause(Duration length) {
		return then(new Step.Pause(length));
	}

	/**
	 * Writes the body in pieces, each flushed by itself, so that the client's reads end
	 * at odd places.
	 * @param size the most bytes of a piece
	 * @return the new reply
	 */
	public final R splitBytes(int size) {
		if (size < 1) {
			throw new IllegalArgumentException("A piece needs at least one byte, not " + size);
		}
		return with(this.script.pieces(size));
	}

	/**
	 * Ends with silence: no further byte comes and the connection stays open.
	 * @return the new reply
	 */
	public final R stall() {
		return with(this.script.ending(Ending.STALL));
	}

	/**
	 * Ends with a TCP reset after all bytes so far have left the server.
	 * @return the new reply
	 */
	public final R reset() {
		return with(this.script.ending(Ending.RESET));
	}

	/**
	 * Ends with an orderly TCP close in the middle of the body: HTTP's own end of the
	 * body is missing.
	 * @return the new reply
	 */
	public final R cleanClose() {
		return with(this.script.ending(Ending.CLOSE));
	}

}
