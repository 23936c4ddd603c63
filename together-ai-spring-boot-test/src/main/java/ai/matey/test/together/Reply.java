package ai.matey.test.together;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Function;

import ai.matey.test.together.script.Script;
import ai.matey.test.together.service.RateLimiter;

/**
 * The reply of the server to one request. Replies are immutable: every fluent method
 * returns a new reply, so that replies can be stored and reused.
 *
 * <pre class="code">
 * Reply.text("Hello")
 * Reply.status(503).error("service_unavailable", "Try again later")
 * Reply.stream().tokens("Once upon a time").stall()
 * Reply.reset()
 * </pre>
 *
 * A scripted reply is sent whatever the request contains: neither the API key nor the
 * model is checked.
 *
 * @since 0.1.0
 */
public sealed interface Reply permits AbstractReply {

	/**
	 * Create a completion with the given text in the service's format, plain or streamed
	 * as requested.
	 * @param text the whole text
	 * @return the reply
	 */
	static CompletionReply text(String text) {
		return CompletionReply.of(text);
	}

	/**
	 * Create a completion that calls a tool.
	 * @param name the name of the tool
	 * @param arguments the arguments as JSON text
	 * @return the reply
	 */
	static CompletionReply toolCall(String name, String arguments) {
		return CompletionReply.of("").toolCall(name, arguments);
	}

	/**
	 * Create a reply with a status and no body, which can be added.
	 * @param status the HTTP status
	 * @return the reply
	 */
	static HttpReply status(int status) {
		return new HttpReply(Script.status(status));
	}

	/**
	 * Create a reply with status 200 and a JSON body.
	 * @param json the body
	 * @return the reply
	 */
	static HttpReply json(String json) {
		return status(200).json(json);
	}

	/**
	 * Create a redirect.
	 * @param status the HTTP status, for example 307
	 * @param location the value of the {@code location} header
	 * @return the reply
	 */
	static HttpReply redirect(int status, String location) {
		return status(status).header("location", location);
	}

	/**
	 * Create a reply with status 429 in the form of the service, with {@code retry-after}
	 * and {@code x-ratelimit} headers.
	 * @param wait the time to wait, sent in whole seconds, rounded up
	 * @return the reply
	 */
	static HttpReply rateLimited(Duration wait) {
		return new HttpReply(RateLimiter.rejection(1, wait));
	}

	/**
	 * Create a stream with status 200 and no events, which can be added.
	 * @return the reply
	 */
	static StreamReply stream() {
		return new StreamReply(Script.events());
	}

	/**
	 * Create a reply of raw bytes that include the status line and the headers. The
	 * server adds nothing and closes the connection at the end.
	 * @param start the first bytes as text, sent in UTF-8
	 * @return the reply
	 */
	static RawReply raw(String start) {
		return new RawReply(Script.status(Script.RAW)).bytes(start.getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * Create a reply that resets the connection before the first byte.
	 * @return the reply
	 */
	static RawReply reset() {
		return new RawReply(Script.status(Script.RAW)).reset();
	}

	/**
	 * Create a reply that closes the connection gracefully before the first byte.
	 * @return the reply
	 */
	static RawReply close() {
		return new RawReply(Script.status(Script.RAW)).cleanClose();
	}

	/**
	 * Create a reply that never sends a byte and keeps the connection open.
	 * @return the reply
	 */
	static RawReply silence() {
		return new RawReply(Script.status(Script.RAW)).stall();
	}

	/**
	 * Return the reply that the server would send without a script, for example to
	 * succeed after some failures in the same list.
	 * @return the reply
	 */
	static Reply honest() {
		return HonestReply.INSTANCE;
	}

	/**
	 * Create a reply that depends on the request.
	 * @param choice chooses the reply; must not block because it runs on the event loop
	 * of the server
	 * @return the reply
	 */
	static Reply choosing(Function<? super RecordedRequest, ? extends Reply> choice) {
		return new ChoosingReply(choice);
	}

}
