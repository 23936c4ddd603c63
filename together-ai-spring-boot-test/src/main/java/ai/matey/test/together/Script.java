package ai.matey.test.together;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * All that the server does for one request.
 *
 * @param status the HTTP status, or {@link #RAW} for bytes without an HTTP head
 * @param headers the response headers, in order, repeated names allowed
 * @param delay the wait before the first byte
 * @param gzip whether the body is compressed
 * @param pieceSize the most bytes of one write; 0 to write the whole body at once with
 * its length, if nothing else happens in it
 * @param steps the body
 * @param ending what happens after the body
 */
record Script(int status, List<Map.Entry<String, String>> headers, Duration delay, boolean gzip, int pieceSize,
		List<Step> steps, Ending ending) {

	static final int RAW = 0;

	/**
	 * How a reply ends once its steps are done.
	 */
	enum Ending {

		/** The body ends as HTTP says. */
		COMPLETE,
		/** Nothing more comes, the connection stays open. */
		STALL,
		/** The connection is closed in order, though the body is not complete. */
		CLOSE,
		/** The connection is reset. */
		RESET

	}

	Script {
		headers = List.copyOf(headers);
		steps = List.copyOf(steps);
	}

	static Script status(int status) {
		return new Script(status, List.of(), Duration.ZERO, false, 0, List.of(), Ending.COMPLETE);
	}

	static Script json(int status, byte[] body) {
		return status(status).header("content-type", "application/json; charset=utf-8").then(Step.Write.of(body));
	}

	static Script events() {
		return status(200).header("content-type", "text/event-stream;charset=utf-8")
			.header("cache-control", "no-cache, no-transform")
			.pieces(Integer.MAX_VALUE);
	}

	Script header(String name, String value) {
		List<Map.Entry<String, String>> more = new ArrayList<>(this.headers);
		more.add(Map.entry(name, value));
		return new Script(this.status, more, this.delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	Script onlyHeader(String name, String value) {
		List<Map.Entry<String, String>> others = new ArrayList<>(this.headers);
		others.removeIf((header) -> header.getKey().equalsIgnoreCase(name));
		others.add(Map.entry(name, value));
		return new Script(this.status, others, this.delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	Script delay(Duration delay) {
		return new Script(this.status, this.headers, delay, this.gzip, this.pieceSize, this.steps, this.ending);
	}

	Script compressed() {
		return new Script(this.status, this.headers, this.delay, true, this.pieceSize, this.steps, this.ending)
			.onlyHeader("content-encoding", "gzip");
	}

	Script pieces(int size) {
		return new Script(this.status, this.headers, this.delay, this.gzip, size, this.steps, this.ending);
	}

	Script then(Step step) {
		return then(List.of(step));
	}

	Script then(List<? extends Step> added) {
		if (this.ending != Ending.COMPLETE) {
			throw new IllegalStateException("Nothing can follow " + this.ending + " in a reply");
		}
		List<Step> more = new ArrayList<>(this.steps);
		more.addAll(added);
		return new Script(this.status, this.headers, this.delay, this.gzip, this.pieceSize, more, this.ending);
	}

	Script ending(Ending ending) {
		if (this.ending != Ending.COMPLETE) {
			throw new IllegalStateException("Nothing can follow " + this.ending + " in a reply");
		}
		return new Script(this.status, this.headers, this.delay, this.gzip, this.pieceSize, this.steps, ending);
	}

	boolean raw() {
		return this.status == RAW;
	}

	boolean hasHeader(String name) {
		return this.headers.stream().anyMatch((header) -> header.getKey().equalsIgnoreCase(name));
	}

	/**
	 * Returns whether the body's length is known at once, so that it needs no chunked
	 * transfer.
	 */
	boolean fixedLength() {
		return !this.gzip && this.pieceSize == 0 && this.ending == Ending.COMPLETE
				&& this.steps.stream().allMatch(Step.Write.class::isInstance);
	}

}
