package ai.matey.test.together;

import tools.jackson.databind.node.ObjectNode;

/**
 * A reply with a status, headers and a body of any kind.
 */
public final class HttpReply extends ScriptedReply<HttpReply> {

	HttpReply(Script script) {
		super(script);
	}

	@Override
	HttpReply with(Script script) {
		return new HttpReply(script);
	}

	/**
	 * Adds a response header. A {@code content-length} given here is sent as it is, right
	 * or wrong.
	 * @param name the header's name
	 * @param value its value
	 * @return the new reply
	 */
	public HttpReply header(String name, String value) {
		return with(script().header(name, value));
	}

	/**
	 * Sets the {@code content-type} header, instead of any set before.
	 * @param contentType its value
	 * @return the new reply
	 */
	public HttpReply contentType(String contentType) {
		return with(script().onlyHeader("content-type", contentType));
	}

	/**
	 * Compresses the body with gzip, whether or not the client asked for it.
	 * @return the new reply
	 */
	public HttpReply gzip() {
		return with(script().compressed());
	}

	/**
	 * Sends a JSON body.
	 * @param json the body, sent as it is
	 * @return the new reply
	 */
	public HttpReply json(String json) {
		return contentType("application/json; charset=utf-8").bytes(json);
	}

	/**
	 * Sends an HTML body, as proxies do for their errors.
	 * @param html the body
	 * @return the new reply
	 */
	public HttpReply html(String html) {
		return contentType("text/html; charset=UTF-8").bytes(html);
	}

	/**
	 * Sends a plain text body.
	 * @param text the body
	 * @return the new reply
	 */
	public HttpReply plain(String text) {
		return contentType("text/plain; charset=UTF-8").bytes(text);
	}

	/**
	 * Sends the service's usual error body, without a code.
	 * @param type the error's type, for example {@code rate_limit}
	 * @param message the error's message
	 * @return the new reply
	 */
	public HttpReply error(String type, String message) {
		return error(Problem.body("fake-error", message, type, null, null));
	}

	/**
	 * Sends the service's usual error body with a code.
	 * @param type the error's type, for example {@code invalid_request_error}
	 * @param message the error's message
	 * @param code the error's code, for example {@code model_not_available}
	 * @return the new reply
	 */
	public HttpReply error(String type, String message, String code) {
		return error(Problem.body("fake-error", message, type, null, code));
	}

	private HttpReply error(ObjectNode body) {
		return contentType("application/json; charset=utf-8").bytes(Json.indented(body));
	}

}
