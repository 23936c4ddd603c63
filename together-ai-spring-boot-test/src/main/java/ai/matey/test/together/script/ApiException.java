package ai.matey.test.together.script;

import ai.matey.test.together.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * Thrown for a request that the service rejects, with the error of the response.
 */
@SuppressWarnings("serial")
public final class ApiException extends RuntimeException {

	private final int status;

	private final String type;

	private final @Nullable String param;

	private final @Nullable String code;

	private ApiException(int status, String message, String type, @Nullable String param, @Nullable String code) {
		super(message, null, false, false);
		this.status = status;
		this.type = type;
		this.param = param;
		this.code = code;
	}

	public static ApiException invalid(String message, @Nullable String param) {
		return invalid(400, message, param, null);
	}

	public static ApiException invalid(int status, String message, @Nullable String param, @Nullable String code) {
		return new ApiException(status, message, "invalid_request_error", param, code);
	}

	public Script script(String id) {
		String message = String.valueOf(getMessage());
		return Script.json(this.status, Json.indented(body(id, message, this.type, this.param, this.code)));
	}

	public static ObjectNode body(String id, String message, String type, @Nullable String param,
			@Nullable String code) {
		ObjectNode body = Json.object().put("id", id);
		body.putObject("error").put("message", message).put("type", type).put("param", param).put("code", code);
		return body;
	}

}
