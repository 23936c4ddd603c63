package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

/**
 * What the server does for one request. Replies are immutable: every fluent method
 * returns a new one, so they may be kept and used again.
 *
 * <pre class="code">
 * Reply.text("Hello")
 * Reply.status(503).error("service_unavailable", "Try again later")
 * Reply.stream().tokens("Once upon a time").stall()
 * Reply.reset()
 * </pre>
 *
 * A scripted reply goes out whatever the request says: neither key nor model is checked.
 */
public sealed interface Reply permits AbstractReply {

	/**
	 * Returns an answer of the model with this text, plain or streamed as the request
	 * asks, in the service's real shapes.
	 * @param text the whole text
	 * @return the reply
	 */
	static AnswerReply text(String text) {
		return AnswerReply.of(text);
	}

	/**
	 * Returns an answer of the model that calls one tool.
	 * @param name the tool's name
	 * @param arguments its arguments as JSON text
	 * @return the reply
	 */
	static AnswerReply toolCall(String name, String arguments) {
		return AnswerReply.of("").toolCall(name, arguments);
	}

	/**
	 * Returns a reply with a status and, as yet, no body.
	 * @param status the HTTP status
	 * @return the reply
	 */
	static HttpReply status(int status) {
		return new HttpReply(Script.status(status));
	}

	/**
	 * Returns a reply with status 200 and a JSON body.
	 * @param json the body
	 * @return the reply
	 */
	static HttpReply json(String json) {
		return status(200).json(json);
	}

	/**
	 * Returns a redirect.
	 * @param status the HTTP status, for example 307
	 * @param location the value of the {@code location} header
	 * @return the reply
	 */
	static HttpReply redirect(int status, String location) {
		return status(status).header("location", location);
	}

	/**
	 * Returns a 429 as the service sends it, with {@code retry-after} and the
	 * {@code x-ratelimit} headers.
	 * @param wait the wait to ask for, sent in whole seconds, rounded up
	 * @return the reply
	 */
	static HttpReply rateLimited(Duration wait) {
		return new HttpReply(RateLimit.rejection(1, wait));
	}

	/**
	 * Returns a stream of events with status 200 that has, as yet, no events.
	 * @return the reply
	 */
	static StreamReply stream() {
		return new StreamReply(Script.events());
	}

	/**
	 * Returns a reply of bytes without any HTTP of the server's own: status line and
	 * headers are part of the text. The connection is closed at its end.
	 * @param start the first bytes as UTF-8 text
	 * @return the reply
	 */
	static RawReply raw(String start) {
		return new RawReply(Script.status(Script.RAW)).bytes(start.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Returns a connection reset before any reply byte.
	 * @return the reply
	 */
	static RawReply reset() {
		return new RawReply(Script.status(Script.RAW)).reset();
	}

	/**
	 * Returns a connection closed in order before any reply byte.
	 * @return the reply
	 */
	static RawReply close() {
		return new RawReply(Script.status(Script.RAW)).cleanClose();
	}

	/**
	 * Returns silence: the request is read and never answered.
	 * @return the reply
	 */
	static RawReply silence() {
		return new RawReply(Script.status(Script.RAW)).stall();
	}

	/**
	 * Returns the answer that the server would have composed without a script. Useful
	 * after faults in one list: fail, fail, then succeed.
	 * @return the reply
	 */
	static Reply honest() {
		return HonestReply.INSTANCE;
	}

	/**
	 * Returns a reply that is chosen once the request is known.
	 * @param choice makes the reply; must not block, since it runs on the server's event
	 * loop
	 * @return the reply
	 */
	static Reply choosing(Function<? super RecordedRequest, ? extends Reply> choice) {
		return new ChoosingReply(choice);
	}

}
