package ai.matey.test.together;

import ai.matey.test.together.json.Json;
import ai.matey.test.together.script.ApiException;
import ai.matey.test.together.script.Script;
import tools.jackson.databind.node.ObjectNode;

/**
 * A reply with a status, headers and any kind of body.
 *
 * @since 0.1.0
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
	 * Add a response header. A {@code content-length} is sent unchanged, whether right or
	 * wrong.
	 * @param name the name of the header
	 * @param value the value of the header
	 * @return the new reply
	 */
	public HttpReply header(String name, String value) {
		return with(script().header(name, value));
	}

	/**
	 * Set the {@code content-type} header, replacing any previous one.
	 * @param contentType the content type
	 * @return the new reply
	 */
	public HttpReply contentType(String contentType) {
		return with(script().onlyHeader("content-type", contentType));
	}

	/**
	 * Compress the body with gzip, whether or not the client accepts it.
	 * @return the new reply
	 */
	public HttpReply gzip() {
		return with(script().compressed());
	}

	/**
	 * Send a JSON body.
	 * @param json the body, sent unchanged
	 * @return the new reply
	 */
	public HttpReply json(String json) {
		return contentType("application/json; charset=utf-8").bytes(json);
	}

	/**
	 * Send an HTML body, as proxies do for their errors.
	 * @param html the body
	 * @return the new reply
	 */
	public HttpReply html(String html) {
		return contentType("text/html; charset=UTF-8").bytes(html);
	}

	/**
	 * Send a plain text body.
	 * @param text the body
	 * @return the new reply
	 */
	public HttpReply plain(String text) {
		return contentType("text/plain; charset=UTF-8").bytes(text);
	}

	/**
	 * Send the service's usual error body without a code.
	 * @param type the type of the error, for example {@code rate_limit}
	 * @param message the message of the error
	 * @return the new reply
	 */
	public HttpReply error(String type, String message) {
		return error(ApiException.body("fake-error", message, type, null, null));
	}

	/**
	 * Send the service's usual error body with a code.
	 * @param type the type of the error, for example {@code invalid_request_error}
	 * @param message the message of the error
	 * @param code the code of the error, for example {@code model_not_available}
	 * @return the new reply
	 */
	public HttpReply error(String type, String message, String code) {
		return error(ApiException.body("fake-error", message, type, null, code));
	}

	private HttpReply error(ObjectNode body) {
		return contentType("application/json; charset=utf-8").bytes(Json.indented(body));
	}

}
