package ai.matey.test.together.script;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Everything that the server does for one request: a response and how it is sent.
 *
 * @param status the HTTP status, or {@link #RAW} for bytes without status line and
 * headers
 * @param headers the response headers in order, possibly with repeated names
 * @param delay the wait before the first byte
 * @param gzip whether the body is compressed
 * @param pieceSize the maximum number of bytes per write, or 0 to write the whole body at
 * once with its length if nothing else happens in it
 * @param steps the body
 * @param ending what happens after the body
 */
public record Script(int status, List<Map.Entry<String, String>> headers, Duration delay, boolean gzip, int pieceSize,
		List<Step> steps, Ending ending) {

	public static final int RAW = 0;

	/**
	 * What happens after the last step.
	 */
	public enum Ending {

		/** The body ends as HTTP requires. */
		COMPLETE,
		/** Nothing more is sent and the connection stays open. */
		STALL,
		/** The connection is closed in an orderly way although the body is incomplete. */
		CLOSE,
		/** The connection is reset. */
		RESET

	}

	public Script {
		headers = List.copyOf(headers);
		steps = List.copyOf(steps);
	}

	public static Script status(int status) {
		return new Script(status, List.of(), Duration.ZERO, false, 0, List.of(), Ending.COMPLETE);
	}

	public static Script json(int status, byte[] body) {
		return status(status).header("content-type", "application/json; charset=utf-8").then(Step.Write.of(body));
	}

	public static Script events() {
		return status(200).header("content-type", "text/event-stream;charset=utf-8")
			.header("cache-control", "no-cache, no-transform")
			.pieces(Integer.MAX_VALUE);
	}

	public Script header(String name, String value) {
		List<Map.Entry<String, String>> more = new ArrayList<>(this.headers);
		more.add(Map.entry(name, value));
		return new Script(this.status, more, this.delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	public Script onlyHeader(String name, String value) {
		List<Map.Entry<String, String>> others = new ArrayList<>(this.headers);
		others.removeIf((header) -> header.getKey().equalsIgnoreCase(name));
		others.add(Map.entry(name, value));
		return new Script(this.status, others, this.delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	public Script delay(Duration delay) {
		return new Script(this.status, this.headers, delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	public Script compressed() {
		return new Script(this.status, this.headers, this.delay, true, this.pieceSize, this.steps, this.ending)
			.onlyHeader("content-encoding", "gzip");
	}

	public Script pieces(int size) {
		return new Script(this.status, this.headers, this.delay, this.gzip, size, this.steps, this.ending);
	}

	public Script then(Step step) {
		return then(List.of(step));
	}

	public Script then(List<? extends Step> added) {
		if (this.ending != Ending.COMPLETE) {
			throw new IllegalStateException("Nothing can follow " + this.ending + " in a reply");
		}
		List<Step> more = new ArrayList<>(this.steps);
		more.addAll(added);
		return new Script(this.status, this.headers, this.delay, this.gzip, this.pieceSize, more, this.ending);
	}

	public Script ending(Ending ending) {
		if (this.ending != Ending.COMPLETE) {
			throw new IllegalStateException("Nothing can follow " + this.ending + " in a reply");
		}
		return new Script(this.status, this.headers, this.delay, this.gzip, this.pieceSize, this.steps, ending);
	}

	public boolean raw() {
		return this.status == RAW;
	}

	public boolean hasHeader(String name) {
		return this.headers.stream().anyMatch((header) -> header.getKey().equalsIgnoreCase(name));
	}

	/**
	 * Return whether the length of the body is known up front, so that it needs no
	 * chunked transfer.
	 */
	public boolean fixedLength() {
		return !this.gzip && this.pieceSize == 0 && this.ending == Ending.COMPLETE
				&& this.steps.stream().allMatch(Step.Write.class::isInstance);
	}

}
