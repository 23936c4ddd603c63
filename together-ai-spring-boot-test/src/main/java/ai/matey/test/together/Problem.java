package ai.matey.test.together;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * A request that the service refuses, with the error body that it sends.
 */
@SuppressWarnings("serial")
final class Problem extends RuntimeException {

	private final int status;

	private final String type;

	private final @Nullable String param;

	private final @Nullable String code;

	private Problem(int status, String message, String type, @Nullable String param, @Nullable String code) {
		super(message, null, false, false);
		this.status = status;
		this.type = type;
		this.param = param;
		this.code = code;
	}

	static Problem invalid(String message, @Nullable String param) {
		return invalid(400, message, param, null);
	}

	static Problem invalid(int status, String message, @Nullable String param, @Nullable String code) {
		return new Problem(status, message, "invalid_request_error", param, code);
	}

	Script script(String id) {
		String message = String.valueOf(getMessage());
		return Script.json(this.status, Json.indented(body(id, message, this.type, this.param, this.code)));
	}

	static ObjectNode body(String id, String message, String type, @Nullable String param, @Nullable String code) {
		ObjectNode body = Json.object().put("id", id);
		body.putObject("error").put("message", message).put("type", type).put("param", param).put("code", code);
		return body;
	}

}
