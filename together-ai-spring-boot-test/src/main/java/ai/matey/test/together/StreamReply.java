package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

import ai.matey.test.together.completion.ChatChunks;
import ai.matey.test.together.completion.Tokenizer;
import ai.matey.test.together.completion.Usage;
import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.Script;
import ai.matey.test.together.script.Sse;
import ai.matey.test.together.script.Step;

/**
 * A stream of server-sent events, valid or not. {@link #tokens(String)},
 * {@link #finish(String)} and {@link #usage(int, int)} send chunks in the service's
 * format with the model of the request; {@link #event(String)} sends any data. Without
 * {@link #done()} the stream ends without {@code [DONE]}.
 *
 * @since 0.1.0
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
	 * Add a response header.
	 * @param name the name of the header
	 * @param value the value of the header
	 * @return the new reply
	 */
	public StreamReply header(String name, String value) {
		return with(script().header(name, value));
	}

	/**
	 * Set the {@code content-type} header, which is {@code text/event-stream} by default.
	 * @param contentType the content type
	 * @return the new reply
	 */
	public StreamReply contentType(String contentType) {
		return with(script().onlyHeader("content-type", contentType));
	}

	/**
	 * Compress the body with gzip. Each event is flushed separately.
	 * @return the new reply
	 */
	public StreamReply gzip() {
		return with(script().compressed());
	}

	/**
	 * Set the line end for the following events.
	 * @param lineEnd LF, CRLF or CR; LF by default
	 * @return the new reply
	 */
	public StreamReply lineEnds(String lineEnd) {
		return new StreamReply(script(), lineEnd, this.pace);
	}

	/**
	 * Set the pause after each of the following tokens.
	 * @param pause the pause, or zero for none
	 * @return the new reply
	 */
	public StreamReply pace(Duration pause) {
		return new StreamReply(script(), this.lineEnd, pause);
	}

	/**
	 * Send text as a series of chunks, one per token.
	 * @param text the text
	 * @return the new reply
	 */
	public StreamReply tokens(String text) {
		List<Step> steps = new ArrayList<>();
		for (String token : Tokenizer.tokenize(text)) {
			steps.add(chunk((chunks) -> chunks.content(0, token)));
			if (!this.pace.isZero()) {
				steps.add(new Step.Pause(this.pace));
			}
		}
		return with(script().then(steps));
	}

	/**
	 * Send one chunk of reasoning.
	 * @param text the reasoning
	 * @return the new reply
	 */
	public StreamReply reasoning(String text) {
		return then(chunk((chunks) -> chunks.reasoning(0, text)));
	}

	/**
	 * Send a complete tool call in two fragments, as the service does.
	 * @param name the name of the tool
	 * @param arguments the arguments, which need not be valid JSON
	 * @return the new reply
	 */
	public StreamReply toolCall(String name, String arguments) {
		return then(chunk((chunks) -> chunks.toolCall(0, 0, "call_fake", name)))
			.then(chunk((chunks) -> chunks.toolArguments(0, 0, arguments)));
	}

	/**
	 * Send the chunk with the finish reason.
	 * @param reason the reason, for example {@code stop}
	 * @return the new reply
	 */
	public StreamReply finish(String reason) {
		return then(chunk((chunks) -> chunks.finish(0, reason)));
	}

	/**
	 * Send the chunk that contains only the usage.
	 * @param promptTokens the number of prompt tokens
	 * @param completionTokens the number of completion tokens
	 * @return the new reply
	 */
	public StreamReply usage(int promptTokens, int completionTokens) {
		return then(chunk((chunks) -> chunks.usage(new Usage(promptTokens, completionTokens, 0))));
	}

	/**
	 * Send one event.
	 * @param data the data, which need not be JSON; each of its lines becomes a
	 * {@code data} line
	 * @return the new reply
	 */
	public StreamReply event(String data) {
		return bytes(Sse.event(null, data, this.lineEnd));
	}

	/**
	 * Send one event with a name.
	 * @param name the name of the event
	 * @param data the data
	 * @return the new reply
	 */
	public StreamReply event(String name, String data) {
		return bytes(Sse.event(name, data, this.lineEnd));
	}

	/**
	 * Send one content chunk of at least the given size, to exceed the limit of a client.
	 * @param bytes the minimum size in bytes
	 * @return the new reply
	 */
	public StreamReply oversizedEvent(int bytes) {
		return then(chunk((chunks) -> chunks.content(0, "x".repeat(bytes))));
	}

	/**
	 * Send an error within the stream as a separate event.
	 * @param type the type of the error
	 * @param message the message of the error
	 * @return the new reply
	 */
	public StreamReply errorEvent(String type, String message) {
		return event(Json.compact(ApiException.body("fake-error", message, type, null, null)));
	}

	/**
	 * Send a comment line, as servers do to keep a connection alive.
	 * @param text the comment
	 * @return the new reply
	 */
	public StreamReply comment(String text) {
		return bytes(": " + text + this.lineEnd + this.lineEnd);
	}

	/**
	 * Send bytes that are not an event.
	 * @param bytes the bytes
	 * @return the new reply
	 */
	public StreamReply junk(byte... bytes) {
		return bytes(bytes);
	}

	/**
	 * Send the same content chunk forever, as fast as the client reads. Steps after it
	 * are never reached.
	 * @param token the text of the chunk
	 * @return the new reply
	 */
	public StreamReply endless(String token) {
		return then(new Step.Endless(chunk((chunks) -> chunks.content(0, token)).bytes()));
	}

	/**
	 * Send {@code [DONE]}, which marks the end of a complete stream.
	 * @return the new reply
	 */
	public StreamReply done() {
		return event(Sse.DONE);
	}

	/**
	 * End the stream as HTTP requires but without {@code [DONE]}. This is the default;
	 * the method makes tests easier to read.
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
