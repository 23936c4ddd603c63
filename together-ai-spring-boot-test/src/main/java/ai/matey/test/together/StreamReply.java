package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A stream of server-sent events, good or bad. {@link #tokens(String)},
 * {@link #finish(String)} and {@link #usage(int, int)} send chunks in the service's real
 * shape with the request's model; {@link #event(String)} sends any data at all. A stream
 * that does not call {@link #done()} ends without the {@code [DONE]} mark.
 */
public final class StreamReply extends ScriptedReply<StreamReply> {

	private final String lineEnd;

	private final Duration pace;

	StreamReply(Script script) {
		this(script, "\n", Duration.ZERO);
	}

	private StreamReply(Script script, String lineEnd, Duration pace) {
		super(script);
		this.lineEnd = lineEnd;
		this.pace = pace;
	}

	@Override
	StreamReply with(Script script) {
		return new StreamReply(script, this.lineEnd, this.pace);
	}

	/**
	 * Adds a response header.
	 * @param name the header's name
	 * @param value its value
	 * @return the new reply
	 */
	public StreamReply header(String name, String value) {
		return with(script().header(name, value));
	}

	/**
	 * Sets the {@code content-type} header instead of {@code text/event-stream}.
	 * @param contentType its value
	 * @return the new reply
	 */
	public StreamReply contentType(String contentType) {
		return with(script().onlyHeader("content-type", contentType));
	}

	/**
	 * Compresses the body with gzip, each event flushed by itself.
	 * @return the new reply
	 */
	public StreamReply gzip() {
		return with(script().compressed());
	}

	/**
	 * Sets the line end of the events that follow.
	 * @param lineEnd one of LF, CR LF and CR
	 * @return the new reply
	 */
	public StreamReply lineEnds(String lineEnd) {
		return new StreamReply(script(), lineEnd, this.pace);
	}

	/**
	 * Sets the pause after each of the tokens that follow.
	 * @param pause the pause, zero for none
	 * @return the new reply
	 */
	public StreamReply pace(Duration pause) {
		return new StreamReply(script(), this.lineEnd, pause);
	}

	/**
	 * Sends text as a series of chunks, one per token.
	 * @param text the text
	 * @return the new reply
	 */
	public StreamReply tokens(String text) {
		List<Step> steps = new ArrayList<>();
		for (String token : Tokens.of(text)) {
			steps.add(chunk((chunks) -> chunks.content(0, token)));
			if (!this.pace.isZero()) {
				steps.add(new Step.Pause(this.pace));
			}
		}
		return with(script().then(steps));
	}

	/**
	 * Sends one chunk of reasoning.
	 * @param text the reasoning
	 * @return the new reply
	 */
	public StreamReply reasoning(String text) {
		return then(chunk((chunks) -> chunks.reasoning(0, text)));
	}

	/**
	 * Sends one whole tool call, in two fragments as the service does.
	 * @param name the tool's name
	 * @param arguments its arguments, which need not be valid JSON
	 * @return the new reply
	 */
	public StreamReply toolCall(String name, String arguments) {
		return then(chunk((chunks) -> chunks.toolCall(0, 0, "call_fake", name)))
			.then(chunk((chunks) -> chunks.toolArguments(0, 0, arguments)));
	}

	/**
	 * Sends the chunk with the finish reason.
	 * @param reason the reason, for example {@code stop}
	 * @return the new reply
	 */
	public StreamReply finish(String reason) {
		return then(chunk((chunks) -> chunks.finish(0, reason)));
	}

	/**
	 * Sends the chunk that has only usage.
	 * @param promptTokens the tokens of the prompt
	 * @param completionTokens the tokens of the completion
	 * @return the new reply
	 */
	public StreamReply usage(int promptTokens, int completionTokens) {
		return then(chunk((chunks) -> chunks.usage(new Usage(promptTokens, completionTokens, 0))));
	}

	/**
	 * Sends one event.
	 * @param data its data, which need not be JSON; of several lines each becomes a data
	 * line
	 * @return the new reply
	 */
	public StreamReply event(String data) {
		return bytes(Sse.event(null, data, this.lineEnd));
	}

	/**
	 * Sends one event that has a name.
	 * @param name the event's name
	 * @param data its data
	 * @return the new reply
	 */
	public StreamReply event(String name, String data) {
		return bytes(Sse.event(name, data, this.lineEnd));
	}

	/**
	 * Sends one content chunk of at least the given size, to meet the reader's limit.
	 * @param bytes the least size
	 * @return the new reply
	 */
	public StreamReply oversizedEvent(int bytes) {
		return then(chunk((chunks) -> chunks.content(0, "x".repeat(bytes))));
	}

	/**
	 * Sends an error inside the stream, as a data event of its own.
	 * @param type the error's type
	 * @param message the error's message
	 * @return the new reply
	 */
	public StreamReply errorEvent(String type, String message) {
		return event(Json.compact(Problem.body("fake-error", message, type, null, null)));
	}

	/**
	 * Sends a comment line, as servers do to keep a connection alive.
	 * @param text the comment
	 * @return the new reply
	 */
	public StreamReply comment(String text) {
		return bytes(": " + text + this.lineEnd + this.lineEnd);
	}

	/**
	 * Sends bytes that are no event.
	 * @param bytes the bytes
	 * @return the new reply
	 */
	public StreamReply junk(byte... bytes) {
		return bytes(bytes);
	}

	/**
	 * Sends the same content chunk for ever, as fast as the client reads. Steps after it
	 * are never reached.
	 * @param token the chunk's text
	 * @return the new reply
	 */
	public StreamReply endless(String token) {
		return then(new Step.Endless(chunk((chunks) -> chunks.content(0, token)).bytes()));
	}

	/**
	 * Sends the mark of a complete stream, {@code [DONE]}.
	 * @return the new reply
	 */
	public StreamReply done() {
		return event(Sse.DONE);
	}

	/**
	 * Says that the stream ends as HTTP wants but without the {@code [DONE]} mark. That
	 * is what a stream does anyway; the method makes a test readable.
	 * @return this reply
	 */
	public StreamReply missingEnd() {
		return this;
	}

	private Step.Write chunk(Function<ChatChunks, String> data) {
		String end = this.lineEnd;
		return new Step.Write(
				(request) -> Sse.event(null, data.apply(ChatChunks.of(request)), end).getBytes(StandardCharsets.UTF_8));
	}

}
