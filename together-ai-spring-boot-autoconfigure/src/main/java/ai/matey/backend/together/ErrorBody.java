package ai.matey.backend.together;

import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * What an error's body says, whatever shape it has: Together's own, an engine's error
 * passed through as an object in {@code error.message}, HTML or text of a proxy, or
 * nothing. Reading never fails.
 *
 * @param message the provider's text, or {@code null}
 * @param type the kind of error, or {@code null}
 * @param code the code, or {@code null}
 * @param param the parameter that is wrong, or {@code null}
 * @param id the provider's id of the request, or {@code null}
 * @param text the body as text, or {@code null} if it was empty
 */
record ErrorBody(@Nullable String message, @Nullable String type, @Nullable String code, @Nullable String param,
		@Nullable String id, @Nullable String text) {

	static final ErrorBody EMPTY = new ErrorBody(null, null, null, null, null, null);

	/** Longest text of a body that is kept, in characters. */
	private static final int MAX_TEXT = 8 * 1024;

	static ErrorBody read(byte[] bytes) {
		String text = new String(bytes, StandardCharsets.UTF_8).strip();
		if (text.isEmpty()) {
			return EMPTY;
		}
		String kept = (text.length() > MAX_TEXT) ? text.substring(0, MAX_TEXT) + "…" : text;
		try {
			JsonNode root = Json.read(text);
			if (root.isObject()) {
				return of(root, kept);
			}
		}
		catch (JacksonException ex) {
			// Not JSON: a proxy's page or a line of text.
		}
		boolean page = text.startsWith("<");
		return new ErrorBody(page ? null : kept, null, null, null, null, kept);
	}

	/**
	 * Reads an error that is JSON already.
	 * @param root the object that holds {@code error}
	 * @param text the same as text
	 * @return what it says
	 */
	static ErrorBody of(JsonNode root, String text) {
		JsonNode error = root.path("error");
		String id = Json.text(root, "id");
		if (error.isString()) {
			return new ErrorBody(error.stringValue(), scalar(root, "error_type"), null, null, id, text);
		}
		JsonNode holder = error.isObject() ? error : root;
		JsonNode message = holder.path("message");
		JsonNode nested = message.isObject() ? message : holder;
		String type = scalar(holder, "type");
		if (type == null || "invalid_request_error".equals(type)) {
			String other = first(scalar(root, "error_type"), scalar(holder, "error_type"));
			type = (other != null) ? other : type;
		}
		return new ErrorBody(first(scalar(nested, "message"), scalar(root, "detail")),
				first(type, scalar(nested, "type")), first(scalar(holder, "code"), scalar(nested, "code")),
				first(scalar(holder, "param"), scalar(nested, "param")), id, text);
	}

	private static @Nullable String scalar(JsonNode node, String name) {
		JsonNode value = node.path(name);
		return (value.isString() || value.isNumber()) ? value.asString() : null;
	}

	private static @Nullable String first(@Nullable String preferred, @Nullable String other) {
		return (preferred != null) ? preferred : other;
	}

}
